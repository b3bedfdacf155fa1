package org.mpnic.ctl;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.abi.RegisterTable;
import org.mpnic.driver.Nic;
import org.mpnic.driver.loop.LoopCheck;
import org.mpnic.driver.loop.LoopPlan;
import org.mpnic.driver.loop.LoopSender;
import org.mpnic.driver.loop.LoopWindow;
import org.mpnic.driver.stream.DataStream;
import org.mpnic.driver.stream.StreamListener;
import org.mpnic.driver.stream.StreamOptions;
import org.mpnic.driver.stream.StreamReceiver;
import org.mpnic.driver.stream.SubflowView;

/** One loop over two cards that this process is attached to: a thread sends, this one receives. */
final class Loop {
  private static final int FRAME_OVERHEAD = 8 + 4 + 12;
  private static final int LEAST_FRAME = 60;
  private static final long END_MS = 10_000;

  private final Nic first;
  private final Nic second;
  private final LoopPlan plan;
  private final Console console;
  private final LoopSender sender;
  private final LoopWindow window;
  private final LoopCheck check;
  private final StreamReceiver receiver;
  private volatile boolean sent;
  private volatile RuntimeException failure;

  Loop(CardPair cards, LoopPlan plan, Console console) {
    first = cards.first();
    second = cards.second();
    this.plan = plan;
    this.console = console;
    sender = new LoopSender(first, plan);
    window = new LoopWindow(plan.ports());
    check = new LoopCheck(plan, sender);
    receiver =
        new StreamReceiver(
            second,
            StreamOptions.DEFAULT,
            StreamListener.NONE,
            (frame, stream) -> {
              window.completed(frame, stream);
              check.completed(frame, stream);
            });
  }

  /** Sends, receives, and reports. */
  LoopReport run() {
    Thread thread = new Thread(this::send, "sender");
    thread.setDaemon(true);
    thread.start();
    List<DataStream> streams;
    try (Progress progress = new Progress(console)) {
      while (!sent && failure == null) {
        receiver.pollOrWait();
        progress.update(this::progressLine);
      }
      join(thread);
      second.admin().stopCapture();
      streams = receiver.runToEnd();
    } finally {
      end(thread);
    }
    return report(streams);
  }

  private void send() {
    try {
      sender.run();
      sent = true;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void join(Thread thread) {
    if (failure != null) {
      throw failure;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("interrupted while data was sent");
    }
  }

  /** The cards' memory is let go of next: nobody may use it then. */
  private void end(Thread thread) {
    sender.cancel();
    try {
      thread.join(END_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String progressLine() {
    long posted = sender.postedBytes();
    return "loop: "
        + posted * 100 / plan.bytes()
        + " % of "
        + plan.bytes()
        + " bytes, cycle "
        + second.register(RegisterTable.VIRTUAL_CYCLE);
  }

  private LoopReport report(List<DataStream> streams) {
    Map<Integer, DataStream> byToken = new HashMap<>();
    for (DataStream stream : streams) {
      if (stream.hasToken()) {
        byToken.put(stream.token(), stream);
      }
    }
    List<LoopReport.Connection> connections = new ArrayList<>();
    List<String> sentSums = new ArrayList<>();
    List<String> receivedSums = new ArrayList<>();
    long received = 0;
    long missing = 0;
    long holes = 0;
    String problem =
        check.problem(
            sender.dataFrames(),
            sender.dataPayloadBytes(),
            sum(CounterTable.WIRE_LOST),
            sum(CounterTable.WIRE_DUPLICATED));
    for (int i = 0; i < plan.connections(); i++) {
      DataStream stream = byToken.get(check.token(i));
      LoopReport.Connection connection = connection(i, stream);
      connections.add(connection);
      sentSums.add(sender.sha256(i));
      receivedSums.add(connection.sha256());
      received += connection.bytes();
      missing += check.missingBytes(i);
      holes += connection.holes();
      problem = problem == null ? check.problem(i, stream) : problem;
    }
    String sha256Sent = overall(sentSums);
    String sha256Received = overall(receivedSums);
    boolean equal = sha256Sent.equals(sha256Received);
    if (problem == null && missing == 0 && !equal) {
      problem = "all data arrived, and the streams are not the same";
    }
    return new LoopReport(
        sha256Sent,
        sha256Received,
        equal,
        plan.bytes(),
        received,
        missing,
        receiver.doneCycle(),
        holes,
        ports(),
        gigabitsPerSecond(),
        plan.bytes() / (double) sender.dataNs(),
        connections,
        receiver.slowPathFrames(),
        drops(),
        sum(CounterTable.WIRE_REORDERED),
        sum(CounterTable.WIRE_DUPLICATED),
        streams.stream().mapToLong(DataStream::mappingsByCard).sum(),
        streams.stream().mapToLong(DataStream::mappingsBySoftware).sum(),
        streams.stream().mapToLong(DataStream::badChecksums).sum(),
        sender.dataNs(),
        problem);
  }

  private LoopReport.Connection connection(int number, DataStream stream) {
    String name = HexFormat.of().toHexDigits(check.token(number));
    int holes = check.holes(number);
    if (stream == null) {
      return new LoopReport.Connection(name, 0, holes, overall(List.of()), List.of());
    }
    return new LoopReport.Connection(
        name,
        stream.bytes(),
        holes,
        stream.sha256(),
        stream.subflows().stream().map(SubflowView::payloadBytes).toList());
  }

  /** The only sum, or the SHA-256 of all of them one behind the other. */
  private static String overall(List<String> sums) {
    if (sums.size() == 1) {
      return sums.get(0);
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String sum : sums) {
        digest.update(HexFormat.of().parseHex(sum));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private double gigabitsPerSecond() {
    double cycles = window.cycles();
    return cycles == 0 ? 0 : plan.bytes() * 8 / (cycles * 1e12 / first.spec().clockMillihertz());
  }

  private List<LoopReport.Port> ports() {
    List<LoopReport.Port> ports = new ArrayList<>();
    double bytesPerCycle =
        first.register(RegisterTable.PORT_BITS_PER_SECOND)
            / 8.0
            * 1000
            / first.spec().clockMillihertz();
    for (int port = 0; port < plan.ports(); port++) {
      long frames = sender.dataFrames(port);
      double share = 0;
      if (window.isUsed(port)) {
        int last = Math.max(LEAST_FRAME, window.lastBytes(port)) + FRAME_OVERHEAD;
        double wireBytes = sender.dataBytes(port) + (double) frames * FRAME_OVERHEAD;
        share = wireBytes / (window.cycles(port) * bytesPerCycle + last);
      }
      ports.add(new LoopReport.Port(port, frames, share));
    }
    return ports;
  }

  private Map<String, Long> drops() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Reason reason : Reason.values()) {
      long count = second.counter(CounterTable.REASONS + reason.code());
      if (reason.isDrop() && count > 0) {
        counts.put(reason.label(), count);
      }
    }
    long lost = sum(CounterTable.WIRE_LOST);
    if (lost > 0) {
      counts.put("wire_lost", lost);
    }
    return counts;
  }

  private long sum(int counter) {
    long sum = 0;
    for (int port = 0; port < plan.ports(); port++) {
      sum += first.counter(counter + port);
    }
    return sum;
  }
}
