package org.mpnic.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.FlowKind;
import org.mpnic.abi.Reason;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.SubflowRecord;
import org.mpnic.abi.region.AdminReply;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/** Flows and connections programmed by admin commands: what frames make of them. */
class ManualEntriesTest {
  private static final long IDSN = 0x1122_3344_5566_7788L;
  private static final int ISN = 0xffff_fff0;
  private static final int QUEUE = 5;
  private static final byte[] NOTHING = {};
  private static final byte[] PAYLOAD = HexFormat.of().parseHex("0102030405060708");

  @TempDir Path folder;
  private EmbeddedDevice device;
  private TestHost host;

  /** A completion of a packet. */
  private record Packet(
      int flags, int reason, int connection, int subflow, int queue, long dsn, int ssn) {}

  @BeforeEach
  void attach() throws DeviceException {
    device =
        EmbeddedDevice.start(
            new DeviceOptions(
                "m0", folder, NicConfig.DEFAULT, "java", Engines.captureFirmware(), 64, false));
    host = new TestHost(folder.resolve("mpnic-m0"));
    host.reset();
  }

  @AfterEach
  void detach() {
    assertThat(device.isRunning()).isTrue();
    host.close();
    device.close();
  }

  private static byte[] flow(FlowKind kind, int connection, int queue) {
    ByteBuffer record = ByteBuffer.allocate(SubflowRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(SubflowRecord.KIND, kind.code());
    record.putInt(SubflowRecord.SUBFLOW, CompletionLayout.NO_ID);
    record.putInt(SubflowRecord.CONNECTION, connection);
    record.putInt(SubflowRecord.QUEUE, queue);
    record.putInt(SubflowRecord.ISN, ISN);
    record.putLong(SubflowRecord.SOURCE_LOW, 0x0a000001);
    record.putLong(SubflowRecord.DESTINATION_LOW, 0x0a000002);
    record.putShort(SubflowRecord.SOURCE_PORT, (short) 41000);
    record.putShort(SubflowRecord.DESTINATION_PORT, (short) 5001);
    return record.array();
  }

  private static byte[] with(byte[] record, int field, int value) {
    byte[] changed = record.clone();
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(field, value);
    return changed;
  }

  private static byte[] connection(int id, boolean hasToken) {
    ByteBuffer record = ByteBuffer.allocate(ConnectionRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(ConnectionRecord.KIND, FlowKind.MPTCP.code());
    record.putInt(ConnectionRecord.CONNECTION, id);
    record.putInt(ConnectionRecord.QUEUE, QUEUE);
    record.putInt(ConnectionRecord.VERSION, 1);
    record.putLong(ConnectionRecord.IDSN, IDSN);
    record.putInt(ConnectionRecord.TOKEN, 0xaf9706eb);
    record.putInt(ConnectionRecord.FLAGS, hasToken ? 1 << ConnectionRecord.HAS_TOKEN_SHIFT : 0);
    return record.array();
  }

  private AdminReply run(AdminCommand command, byte[] data, long... arguments) {
    return host.execute(command, 0, data, arguments);
  }

  private void assertRefused(AdminReply reply, AdminStatus status, String part) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.text()).contains(part).doesNotContain("\n");
  }

  private static byte[] segment(int port, int flags, int sequence, byte[] options, byte[] payload) {
    TcpFrame frame = new TcpFrame();
    frame.source = new byte[] {10, 0, 0, 1};
    frame.destination = new byte[] {10, 0, 0, 2};
    frame.sourcePort = port;
    frame.destinationPort = 5001;
    frame.flags = flags;
    frame.sequence = sequence;
    frame.acknowledgment = 9001;
    frame.options = Options.padded(options);
    frame.payload = payload;
    return frame.bytes();
  }

  private static byte[] data(int port, int ssn, long dsn) {
    byte[] mapping = Options.dss(0, 0, 8, dsn, ssn, PAYLOAD.length, -1, false);
    return segment(port, TcpFrame.ACK, ISN + ssn, mapping, PAYLOAD);
  }

  private Path capture(byte[]... frames) throws Exception {
    Path file = folder.resolve("frames.pcap");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
      header.putInt(16, 65535).putInt(20, 1);
      out.write(header.array());
      for (int i = 0; i < frames.length; i++) {
        ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(0).putInt(i * 10).putInt(frames[i].length).putInt(frames[i].length);
        out.write(record.array());
        out.write(frames[i]);
      }
    }
    return file;
  }

  /** Lets frames through the card; their completions, in order in each queue. */
  private List<Packet> receive(byte[]... frames) throws Exception {
    host.load(capture(frames), 0, 1, null).orThrow();
    run(AdminCommand.CAPTURE_START, NOTHING).orThrow();
    return completions();
  }

  private List<Packet> completions() {
    List<Packet> packets = new ArrayList<>();
    host.receive(
        (queue, c) -> {
          if (c.bufferCount() > 0) {
            packets.add(
                new Packet(
                    c.flags(), c.reason(), c.connection(), c.subflow(), queue, c.dsn(), c.ssn()));
          }
        });
    return packets;
  }

  @Test
  void shouldTakeTheFastPathWhenFlowAndConnectionAreProgrammed() throws Exception {
    long connection =
        run(AdminCommand.CONNECTION_PROGRAM, connection(77, false)).orThrow().results()[0];
    assertThat(connection).isEqualTo(77);
    ByteBuffer fresh =
        ByteBuffer.wrap(run(AdminCommand.CONNECTION_READ, NOTHING, 77).orThrow().data())
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(fresh.getLong(ConnectionRecord.RCV_NXT_DSN)).isEqualTo(IDSN + 1);
    AdminReply flow = run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.MPTCP, 77, -1)).orThrow();
    int word = (int) flow.results()[0];

    List<Packet> packets = receive(data(41000, 1, IDSN + 1), data(41000, 9, IDSN + 9));
    assertThat(packets).hasSize(2);
    for (int i = 0; i < 2; i++) {
      Packet packet = packets.get(i);
      assertThat(packet.reason()).isZero();
      assertThat(packet.flags() & CompletionFlags.SLOW_PATH).isZero();
      assertThat(packet.flags() & CompletionFlags.MAPPED).isNotZero();
      assertThat(packet.connection()).isEqualTo(77);
      assertThat(packet.subflow()).isEqualTo(word);
      assertThat(packet.queue()).isEqualTo(QUEUE);
      assertThat(packet.dsn()).isEqualTo(IDSN + 1 + 8L * i);
      assertThat(packet.ssn()).isEqualTo(1 + 8 * i);
    }

    ByteBuffer read =
        ByteBuffer.wrap(run(AdminCommand.FLOW_READ, NOTHING, word & 0xfffff).orThrow().data())
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(read.getInt(SubflowRecord.SUBFLOW)).isEqualTo(word);
    assertThat(read.getInt(SubflowRecord.CONNECTION)).isEqualTo(77);
    assertThat(read.getInt(SubflowRecord.QUEUE)).isEqualTo(QUEUE);
    assertThat(read.getInt(SubflowRecord.ISN)).isEqualTo(ISN);
    assertThat(read.getInt(SubflowRecord.KIND)).isEqualTo(FlowKind.MPTCP.code());
    assertThat(read.getInt(SubflowRecord.RCV_NXT_SSN)).isEqualTo(17);
    assertThat(read.getLong(SubflowRecord.FRAMES)).isEqualTo(2);
    assertThat(read.getLong(SubflowRecord.PAYLOAD_BYTES)).isEqualTo(16);
    assertThat(read.getInt(SubflowRecord.FLAGS) >>> SubflowRecord.BY_HAND_SHIFT & 1).isOne();
    read =
        ByteBuffer.wrap(run(AdminCommand.CONNECTION_READ, NOTHING, 77).orThrow().data())
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(read.getLong(ConnectionRecord.RCV_NXT_DSN)).isEqualTo(IDSN + 17);
    assertThat(read.getLong(ConnectionRecord.FRAMES)).isEqualTo(2);
    assertThat(read.getInt(ConnectionRecord.SUBFLOWS)).isOne();
  }

  @Test
  void shouldForgetTheFlowWhenItIsRemoved() throws Exception {
    long word = run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.TCP, -1, 3)).orThrow().results()[0];
    assertThat(receive(segment(41000, TcpFrame.ACK, ISN + 1, NOTHING, PAYLOAD)))
        .singleElement()
        .satisfies(
            packet -> {
              assertThat(packet.reason()).isZero();
              assertThat(packet.queue()).isEqualTo(3);
            });
    assertThat(host.region.counter(CounterTable.CONNECTIONS_OPEN)).isOne();
    run(AdminCommand.FLOW_REMOVE, NOTHING, word).orThrow();
    assertThat(host.region.counter(CounterTable.CONNECTIONS_OPEN)).isZero();
    assertThat(host.region.counter(CounterTable.SUBFLOWS_OPEN)).isZero();
    assertRefused(
        run(AdminCommand.FLOW_READ, NOTHING, word & 0xfffff), AdminStatus.NO_SUCH_ENTRY, "not");
    assertRefused(
        run(AdminCommand.FLOW_REMOVE, NOTHING, word), AdminStatus.NO_SUCH_ENTRY, "programmed");
    assertThat(receive(segment(41000, TcpFrame.ACK, ISN + 9, NOTHING, PAYLOAD)))
        .singleElement()
        .satisfies(packet -> assertThat(packet.reason()).isEqualTo(Reason.UNKNOWN_FLOW.code()));
  }

  @Test
  void shouldKeepTheEntryWhenItsHandshakeIsSeen() throws Exception {
    run(AdminCommand.CONNECTION_PROGRAM, connection(-1, true)).orThrow();
    long word = run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.MPTCP, 0, -1)).orThrow().results()[0];
    long keyA = 0x9c9eabd1e46a33b2L;
    long keyB = 0x967d2770b6960552L;
    byte[] syn = segment(41000, TcpFrame.SYN, ISN, Options.mpCapable(0, 0x81, keyA), NOTHING);
    byte[] third =
        segment(41000, TcpFrame.ACK, ISN + 1, Options.mpCapable(0, 0x81, keyA, keyB), NOTHING);
    byte[] fin = segment(41000, TcpFrame.ACK | 1, ISN + 17, NOTHING, NOTHING);
    List<Packet> packets =
        receive(syn, third, data(41000, 1, IDSN + 1), data(41000, 9, IDSN + 9), fin);
    assertThat(packets).hasSize(5);
    assertThat(packets.get(3).reason()).isZero();
    assertThat(packets.get(3).subflow()).isEqualTo((int) word);
    assertThat(packets.get(3).dsn()).isEqualTo(IDSN + 9);
    // The reverse direction is the firmware's; ids are the host's and at most one more.
    assertThat(host.region.counter(CounterTable.SUBFLOWS_OPEN)).isLessThanOrEqualTo(2);
    run(AdminCommand.FLOW_REMOVE, NOTHING, word).orThrow();
    run(AdminCommand.CONNECTION_REMOVE, NOTHING, 0).orThrow();
    assertThat(host.region.counter(CounterTable.CONNECTIONS_OPEN)).isLessThanOrEqualTo(1);
  }

  @Test
  void shouldTakeTheSlowPathWhenAnotherSynSuspendsTheEntry() throws Exception {
    long word = run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.TCP, -1, 3)).orThrow().results()[0];
    byte[] syn = segment(41000, TcpFrame.SYN, ISN + 5000, NOTHING, NOTHING);
    byte[] data = segment(41000, TcpFrame.ACK, ISN + 5001, NOTHING, PAYLOAD);
    List<Packet> packets = receive(syn, data, data);
    assertThat(packets)
        .hasSize(3)
        .last()
        .satisfies(packet -> assertThat(packet.reason()).isEqualTo(Reason.CONTEXT_UNKNOWN.code()));
    run(AdminCommand.FLOW_REMOVE, NOTHING, word).orThrow();
    run(AdminCommand.FLOW_PROGRAM, with(flow(FlowKind.TCP, -1, 3), SubflowRecord.ISN, ISN + 5000))
        .orThrow();
    assertThat(receive(data)).last().satisfies(packet -> assertThat(packet.reason()).isZero());
  }

  @Test
  void shouldRefuseWithAStatusWhenItCannotBeDone() {
    assertRefused(
        run(AdminCommand.FLOW_PROGRAM, new byte[127]), AdminStatus.BAD_ARGUMENT, "127 bytes");
    assertRefused(run(AdminCommand.FLOW_PROGRAM, new byte[128]), AdminStatus.BAD_ARGUMENT, "kind");
    byte[] tcp = flow(FlowKind.TCP, -1, 3);
    assertRefused(
        run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.TCP, -1, 8)),
        AdminStatus.NO_SUCH_QUEUE,
        "queue 8");
    assertRefused(
        run(AdminCommand.FLOW_PROGRAM, with(tcp, SubflowRecord.SOURCE_HIGH, 1)),
        AdminStatus.BAD_ARGUMENT,
        "IPv4");
    assertRefused(
        run(AdminCommand.FLOW_PROGRAM, with(tcp, SubflowRecord.SUBFLOW, 4096)),
        AdminStatus.BAD_ARGUMENT,
        "subflow 4096");
    assertRefused(
        run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.MPTCP, -1, 3)),
        AdminStatus.BAD_ARGUMENT,
        "connection");
    assertRefused(
        run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.MPTCP, 6, 3)),
        AdminStatus.NO_SUCH_ENTRY,
        "connection 6");
    run(AdminCommand.CONNECTION_PROGRAM, connection(6, true)).orThrow();
    assertRefused(
        run(AdminCommand.CONNECTION_PROGRAM, connection(6, false)),
        AdminStatus.ENTRY_EXISTS,
        "connection 6");
    assertRefused(
        run(AdminCommand.CONNECTION_PROGRAM, connection(7, true)),
        AdminStatus.ENTRY_EXISTS,
        "af9706eb");
    assertRefused(
        run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.TCP, 6, -1)),
        AdminStatus.BAD_ARGUMENT,
        "connection 6 is mptcp");
    assertRefused(
        run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.MPTCP, 6, 3)),
        AdminStatus.BAD_ARGUMENT,
        "queue 3");
    run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.MPTCP, 6, -1)).orThrow();
    assertRefused(
        run(AdminCommand.FLOW_PROGRAM, tcp), AdminStatus.ENTRY_EXISTS, "addresses and ports");
    assertRefused(
        run(
            AdminCommand.FLOW_PROGRAM,
            with(with(tcp, SubflowRecord.SUBFLOW, 0), SubflowRecord.SOURCE_LOW, 9)),
        AdminStatus.ENTRY_EXISTS,
        "subflow 0");
    assertRefused(
        run(AdminCommand.CONNECTION_REMOVE, NOTHING, 6), AdminStatus.WRONG_STATE, "1 flows");
    run(AdminCommand.FLOW_REMOVE, NOTHING, 0).orThrow();
    run(AdminCommand.CONNECTION_REMOVE, NOTHING, 6).orThrow();
    assertRefused(run(AdminCommand.CONNECTION_REMOVE, NOTHING, 6), AdminStatus.NO_SUCH_ENTRY, "6");
    run(AdminCommand.CONNECTION_PROGRAM, connection(7, true)).orThrow();
  }

  @Test
  void shouldRefuseWhenTheEntryIsTheFirmwares() throws Exception {
    byte[] data = segment(41000, TcpFrame.ACK, ISN + 1, NOTHING, PAYLOAD);
    receive(data);
    assertRefused(
        run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.TCP, -1, 3)),
        AdminStatus.ENTRY_EXISTS,
        "subflow 0");
    assertRefused(run(AdminCommand.FLOW_REMOVE, NOTHING, 0), AdminStatus.WRONG_STATE, "by hand");
    assertRefused(
        run(AdminCommand.CONNECTION_REMOVE, NOTHING, 0), AdminStatus.WRONG_STATE, "by hand");
  }

  @Test
  void shouldSayTableFullAndKeepEveryEntryWhenAllIdsAreTaken() {
    byte[] record = flow(FlowKind.TCP, -1, 3);
    int programmed = 0;
    AdminReply reply;
    do {
      reply =
          run(
              AdminCommand.FLOW_PROGRAM,
              with(record, SubflowRecord.SOURCE_LOW, 0x0a000000 + programmed));
      programmed++;
    } while (reply.status() == AdminStatus.OK);
    assertRefused(reply, AdminStatus.TABLE_FULL, "");
    assertThat(programmed).isGreaterThan(4000);
    assertThat(host.region.counter(CounterTable.SUBFLOWS_OPEN)).isEqualTo(programmed - 1);
    assertThat(host.region.counter(CounterTable.CONNECTIONS_OPEN)).isEqualTo(programmed - 1);
    assertThat(host.region.counter(CounterTable.FLOW_REPLACEMENTS)).isZero();
  }

  /** Changes a subflow context: no longer fresh, and its next expected sequence number. */
  private static void expectNext(byte[] context, int sequence) {
    context[6] = 0;
    ByteBuffer.wrap(context).order(ByteOrder.LITTLE_ENDIAN).putInt(8, sequence);
  }

  @Test
  void shouldReadBackWhatWasWrittenWhenContextIsWritten() throws Exception {
    run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.TCP, -1, 3)).orThrow();
    byte[] context = run(AdminCommand.CONTEXT_READ, NOTHING, 0, 0).orThrow().data();
    byte[] other = context.clone();
    expectNext(other, ISN + 55);
    run(AdminCommand.CONTEXT_WRITE, other, 0, 0).orThrow();
    assertThat(run(AdminCommand.CONTEXT_READ, NOTHING, 0, 0).data())
        .isEqualTo(other)
        .isNotEqualTo(context);
    List<Packet> packets = receive(segment(41000, TcpFrame.ACK, ISN + 55, NOTHING, PAYLOAD));
    assertThat(packets)
        .singleElement()
        .satisfies(packet -> assertThat(packet.flags() & CompletionFlags.OUT_OF_ORDER).isZero());
    assertRefused(
        run(AdminCommand.CONTEXT_WRITE, new byte[8], 0, 0), AdminStatus.BAD_ARGUMENT, "8 bytes");
  }

  @Test
  void shouldProgramAndWriteContextsWhenCaptureIsRunning() throws Exception {
    byte[][] frames = new byte[2000][];
    Arrays.fill(frames, segment(41001, TcpFrame.ACK, ISN + 1, NOTHING, PAYLOAD));
    frames[1999] = segment(41000, TcpFrame.ACK, ISN + 55, NOTHING, PAYLOAD);
    host.load(capture(frames), 0, 1, null).orThrow();
    run(AdminCommand.CAPTURE_START, NOTHING).orThrow();
    long deadline = System.nanoTime() + TestHost.TIMEOUT_NS;
    while (host.region.register(RegisterTable.DEVICE_STATE)
        != DeviceState.WAITING_FOR_HOST.code()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(1);
    }
    long id = run(AdminCommand.FLOW_PROGRAM, flow(FlowKind.TCP, -1, 3)).orThrow().results()[0];
    byte[] context = run(AdminCommand.CONTEXT_READ, NOTHING, 0, id & 0xfffff).orThrow().data();
    expectNext(context, ISN + 55);
    run(AdminCommand.CONTEXT_WRITE, context, 0, id & 0xfffff).orThrow();
    List<Packet> packets = completions();
    assertThat(packets).hasSize(2000);
    Packet last =
        packets.stream().filter(packet -> packet.subflow() == (int) id).findFirst().orElseThrow();
    assertThat(last.queue()).isEqualTo(3);
    assertThat(last.reason()).isZero();
    assertThat(last.flags() & CompletionFlags.OUT_OF_ORDER).isZero();
  }
}
