package org.mpnic.driver.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.TxConnectionRecord;
import org.mpnic.abi.TxSubflowRecord;
import org.mpnic.abi.region.RegionException;
import org.mpnic.device.DeviceOptions;
import org.mpnic.device.EmbeddedDevice;
import org.mpnic.device.Engines;
import org.mpnic.driver.Nic;
import org.mpnic.driver.NicAdmin;
import org.mpnic.driver.StreamSender;
import org.mpnic.model.config.NicConfig;

/** Transmit connections and subflows, programmed and read back; a card without a wire. */
class TransmitTablesTest {
  @TempDir Path directory;
  private EmbeddedDevice device;
  private Nic nic;
  private NicAdmin admin;

  @BeforeEach
  void start() throws Exception {
    DeviceOptions options =
        new DeviceOptions(
            "tx", directory, NicConfig.DEFAULT, "java", Engines.captureFirmware(), 64, false);
    device = EmbeddedDevice.start(options);
    nic = Nic.open("tx", directory);
    admin = nic.admin();
  }

  @AfterEach
  void stop() {
    nic.close();
    device.close();
  }

  @Test
  void shouldReadBackWhatWasProgrammed() {
    int connection = admin.programTxConnection(connection(0x9).array());
    int first = admin.programTxSubflow(subflow(connection, 0).array());
    int second = admin.programTxSubflow(subflow(connection, 1).array());

    ByteBuffer c = wrap(admin.readTxConnection(connection));
    assertThat(c.getInt(TxConnectionRecord.STATE)).isEqualTo(1);
    assertThat(c.getInt(TxConnectionRecord.POLICY)).isEqualTo(1);
    assertThat(c.getInt(TxConnectionRecord.FLAGS)).isEqualTo(0xb);
    assertThat(c.getLong(TxConnectionRecord.NEXT_DSN)).isEqualTo(0x1122334455667788L);
    assertThat(c.getInt(TxConnectionRecord.SUBFLOWS)).isEqualTo(2);
    assertThat(c.getInt(TxConnectionRecord.SUBFLOW_IDS)).isEqualTo(first);
    assertThat(c.getInt(TxConnectionRecord.SUBFLOW_IDS + 4)).isEqualTo(second);
    ByteBuffer wanted = subflow(connection, 1);
    wanted.putInt(TxSubflowRecord.STATE, 1).putInt(TxSubflowRecord.SUBFLOW, second);
    wanted.putInt(TxSubflowRecord.FLAGS, 1 << TxSubflowRecord.DRAINED_SHIFT);
    assertThat(admin.readTxSubflow(second)).isEqualTo(wanted.array());
  }

  @Test
  void shouldChangeRegistersWithoutAddingASubflow() {
    int connection = admin.programTxConnection(connection(0x9).array());
    int id = admin.programTxSubflow(subflow(connection, 0).array());
    ByteBuffer change = wrap(admin.readTxSubflow(id));
    change.putInt(TxSubflowRecord.FLAGS, 0x3).putInt(TxSubflowRecord.WEIGHT, 200);
    change.putInt(TxSubflowRecord.SRTT, 77).putInt(TxSubflowRecord.SEND_LIMIT, 5000);
    assertThat(admin.programTxSubflow(change.array())).isEqualTo(id);

    ByteBuffer read = wrap(admin.readTxSubflow(id));
    assertThat(read.getInt(TxSubflowRecord.FLAGS)).isEqualTo(0x7);
    assertThat(read.getInt(TxSubflowRecord.WEIGHT)).isEqualTo(200);
    assertThat(read.getInt(TxSubflowRecord.SRTT)).isEqualTo(77);
    assertThat(read.getInt(TxSubflowRecord.SEND_LIMIT)).isEqualTo(5000);
    assertThat(wrap(admin.readTxConnection(connection)).getInt(TxConnectionRecord.SUBFLOWS))
        .isEqualTo(1);
  }

  @Test
  void shouldRefuseWhatCannotBeInOneLine() {
    int connection = admin.programTxConnection(connection(0x9).array());
    refused(() -> admin.programTxConnection(connection(1 << 5).array()), "reliable");
    refused(() -> admin.programTxConnection(connection(0).putInt(8, 9).array()), "policy 9");
    refused(() -> admin.programTxConnection(new byte[3]), "a record has 128");
    refused(() -> admin.readTxConnection(connection + 1), "not programmed");
    refused(() -> admin.readTxSubflow(0), "not programmed");
    refused(() -> admin.programTxSubflow(subflow(connection + 1, 0).array()), "is not programmed");
    refused(() -> admin.programTxSubflow(subflow(connection, 7).array()), "port 7");
    ByteBuffer heavy = subflow(connection, 0).putInt(TxSubflowRecord.WEIGHT, 256);
    refused(() -> admin.programTxSubflow(heavy.array()), "weight 256");
    ByteBuffer full = subflow(connection, 0).putInt(TxSubflowRecord.TEMPLATE_BYTES, 94);
    refused(() -> admin.programTxSubflow(full.array()), "no room for the DSS option");
    refused(() -> admin.disturbWire(true), "no wire");
    refused(() -> admin.resetTxQueue(64), "transmit queue 64");
  }

  @Test
  void shouldRefuseFormatThatDoesNotFitBesideASubflow() {
    int id = admin.programTxConnection(connection(0).array());
    // 24 bytes of TCP options leave 16: a mapping without checksum and DATA_ACK.
    ByteBuffer full = subflow(id, 0);
    int l4 = full.getInt(TxSubflowRecord.L4_OFFSET);
    full.putInt(TxSubflowRecord.TEMPLATE_BYTES, l4 + 20 + 24);
    int subflow = admin.programTxSubflow(full.array());
    ByteBuffer change = connection(0x9).putInt(TxConnectionRecord.CONNECTION, id);
    refused(
        () -> admin.programTxConnection(change.array()),
        "no room for the DSS option beside 24 bytes of TCP options of transmit subflow " + subflow);
    assertThat(wrap(admin.readTxConnection(id)).getInt(TxConnectionRecord.FLAGS)).isEqualTo(2);
  }

  @Test
  void shouldForgetAllAtReset() {
    int connection = admin.programTxConnection(connection(0x9).array());
    admin.reset();
    refused(() -> admin.readTxConnection(connection), "not programmed");
  }

  @Test
  void shouldSendWithoutAWireAndRefuseBadDescriptors() throws Exception {
    Path pcap = directory.resolve("out.pcap");
    admin.captureWire(pcap);
    StreamSender sender = new StreamSender(nic.txQueue(3), nic.txMemory());
    byte[] frame = new byte[100];
    sender.raw(0, frame, 0, frame.length);
    sender.raw(1, frame, 0, 14);
    sender.raw(5, frame, 0, frame.length);
    nic.txQueue(3).raw(0, 0, 100, false);
    sender.raw(0, frame, 0, 64);
    sender.ring(false);
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!sender.isEmpty()) {
      sender.poll();
      assertThat(System.nanoTime()).isLessThan(deadline);
      sender.queue().await(1_000_000);
    }
    assertThat(sender.queue().errors()).isEqualTo(2);
    assertThat(sender.queue().lastError())
        .isEqualTo("transmit queue 3: descriptor 3 refused: bad_address");
    admin.captureWire(null);
    assertThat(nic.counter(CounterTable.TX_PORT_FRAMES)).isEqualTo(2);
    assertThat(nic.counter(CounterTable.TX_PORT_FRAMES + 1)).isEqualTo(1);
    assertThat(Files.size(pcap)).isEqualTo(24 + 3 * 16 + 100 + 60 + 64);
  }

  private static void refused(ThrowingCallable command, String words) {
    assertThatThrownBy(command)
        .isInstanceOf(RegionException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
  }

  private static ByteBuffer connection(int flags) {
    ByteBuffer c = ByteBuffer.allocate(TxConnectionRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    c.putInt(TxConnectionRecord.CONNECTION, CompletionLayout.NO_ID);
    c.putInt(TxConnectionRecord.POLICY, 1).putInt(TxConnectionRecord.FLAGS, flags | 2);
    return c.putLong(TxConnectionRecord.NEXT_DSN, 0x1122334455667788L);
  }

  private static ByteBuffer subflow(int connection, int port) {
    ByteBuffer s = ByteBuffer.allocate(TxSubflowRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    s.putInt(TxSubflowRecord.SUBFLOW, CompletionLayout.NO_ID);
    s.putInt(TxSubflowRecord.CONNECTION, connection).putInt(TxSubflowRecord.PORT, port);
    s.putInt(TxSubflowRecord.MSS, 1460).putInt(TxSubflowRecord.WEIGHT, 1);
    s.putInt(TxSubflowRecord.NEXT_SSN, 1).putInt(TxSubflowRecord.SEND_LIMIT, 1 << 20);
    s.putInt(TxSubflowRecord.TEMPLATE_BYTES, 54);
    s.putInt(TxSubflowRecord.L3_OFFSET, 14).putInt(TxSubflowRecord.L4_OFFSET, 34);
    return s.put(TxSubflowRecord.TEMPLATE + 14, (byte) 0x45);
  }

  private static ByteBuffer wrap(byte[] record) {
    return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
  }
}
