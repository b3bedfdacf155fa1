package org.mpnic.abi.region;

import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminCommandFlyweight;
import org.mpnic.abi.AdminCompletionFlyweight;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.Section;
import org.mpnic.abi.WakeLayout;

/**
 * Host side of the admin queue: one command at a time, its answer awaited.
 *
 * <p>Answers to a predecessor's commands are passed over by their tags.
 */
public final class AdminClient {
  private static final long SLICE_NS = 100_000_000L;

  private final RegionFile region;
  private final RegionMemory memory;
  private final SideLock lock;
  private final WakeWord wake;
  private final WakeWord deviceWake;
  private final long commandProducer;
  private final long commandConsumer;
  private final long completionProducer;
  private final long completionConsumer;
  private final AdminCommandFlyweight command = new AdminCommandFlyweight();
  private final AdminCompletionFlyweight completion = new AdminCompletionFlyweight();
  private int nextTag;

  /** A client of the process that holds the host lock and is attached. */
  public AdminClient(RegionFile region, SideLock lock) {
    this.region = region;
    this.lock = lock;
    memory = region.memory();
    wake = new WakeWord(region, WakeLayout.admin());
    deviceWake = new WakeWord(region, WakeLayout.device());
    RegionLayout layout = region.layout();
    commandProducer = layout.producerIndex(RingLayout.adminCommands());
    commandConsumer = layout.consumerIndex(RingLayout.adminCommands());
    completionProducer = layout.producerIndex(RingLayout.adminCompletions());
    completionConsumer = layout.consumerIndex(RingLayout.adminCompletions());
    nextTag = (int) region.register(RegisterTable.HOST_GENERATION) << 16;
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @param target queue or port, -1 for all, 0 if the command has none
   * @param data bytes beside the command, at most 4096
   * @param timeoutNs longest wait in ns
   * @param arguments at most six words
   * @throws RegionException the device is dead, was started anew, or did not answer in time
   */
  public AdminReply execute(
      AdminCommand what, int target, byte[] data, long timeoutNs, long... arguments) {
    if (data.length > AdminLayout.DATA_HALF_BYTES || arguments.length > 6) {
      throw new IllegalArgumentException(
          what.label() + ": data=" + data.length + " arguments=" + arguments.length);
    }
    long deadline = System.nanoTime() + timeoutNs;
    waitFor(what, deadline, timeoutNs, this::isIdle);
    int tag = nextTag++;
    send(what, target, data, tag, arguments);
    AdminReply[] reply = new AdminReply[1];
    waitFor(what, deadline, timeoutNs, () -> (reply[0] = take(what, tag)) != null);
    return reply[0];
  }

  /** The same without data. */
  public AdminReply execute(AdminCommand what, int target, long timeoutNs, long... arguments) {
    return execute(what, target, new byte[0], timeoutNs, arguments);
  }

  private boolean isIdle() {
    return memory.getIntAcquire(commandConsumer) == memory.getIntAcquire(commandProducer);
  }

  private void send(AdminCommand what, int target, byte[] data, int tag, long[] arguments) {
    int index = memory.getInt(commandProducer);
    int mask = region.spec().adminEntries() - 1;
    RegionLayout layout = region.layout();
    memory.putBytes(layout.offset(Section.ADMIN_DATA), data, 0, data.length);
    long entry = layout.offset(Section.ADMIN_COMMANDS) + (long) (index & mask) * AdminLayout.BYTES;
    command.wrap(memory, entry).opcode(what.code()).flags(0).tag(tag).target(target);
    command.dataBytes(data.length);
    for (int i = 0; i < 6; i++) {
      command.argument(i, i < arguments.length ? arguments[i] : 0);
    }
    memory.putIntRelease(commandProducer, index + 1);
    deviceWake.signal();
  }

  private AdminReply take(AdminCommand what, int tag) {
    int mask = region.spec().adminEntries() - 1;
    int index = memory.getIntAcquire(completionConsumer);
    while (index != memory.getIntAcquire(completionProducer)) {
      long entry =
          region.layout().offset(Section.ADMIN_COMPLETIONS)
              + (long) (index & mask) * AdminLayout.BYTES;
      completion.wrap(memory, entry);
      AdminReply reply = completion.tag() == tag ? reply(what) : null;
      index++;
      memory.putIntRelease(completionConsumer, index);
      if (reply != null) {
        return reply;
      }
    }
    return null;
  }

  private AdminReply reply(AdminCommand what) {
    long[] results = new long[5];
    for (int i = 0; i < results.length; i++) {
      results[i] = completion.result(i);
    }
    int length = Math.max(0, Math.min(completion.dataBytes(), AdminLayout.DATA_HALF_BYTES));
    byte[] data = new byte[length];
    long from = region.layout().offset(Section.ADMIN_DATA) + AdminLayout.DATA_HALF_BYTES;
    memory.getBytes(from, data, 0, length);
    AdminStatus status = AdminStatus.of(completion.status());
    return new AdminReply(
        what,
        status == null ? AdminStatus.INTERNAL_ERROR : status,
        results,
        data,
        completion.cycle());
  }

  private void waitFor(AdminCommand what, long deadline, long timeoutNs, Condition condition) {
    while (true) {
      int seen = wake.sequence();
      if (condition.holds()) {
        return;
      }
      String loss = loss();
      if (loss != null) {
        // A device that ends answers first: its answer may have come since the look above.
        if (condition.holds()) {
          return;
        }
        throw new RegionException(loss);
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new RegionException(
            "device "
                + region.spec().name()
                + " (process "
                + lock.otherPid()
                + ") did not answer "
                + what.label()
                + " within "
                + timeoutNs / 1_000_000
                + " ms: stop and start it");
      }
      wake.await(seen, Math.min(left, SLICE_NS));
    }
  }

  /** Why no answer is to come, one line; null while the device is there. */
  private String loss() {
    String name = region.spec().name();
    if (!lock.isOtherAlive()) {
      return "device " + name + " (process " + lock.otherPid() + ") is dead: start it again";
    }
    if (region.isReplaced()) {
      return "device " + name + " was started anew (process " + lock.otherPid() + "): attach again";
    }
    return null;
  }

  /** What is waited for. */
  private interface Condition {
    boolean holds();
  }
}
