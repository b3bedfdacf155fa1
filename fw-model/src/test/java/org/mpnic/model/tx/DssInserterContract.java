package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.raw.Bytes;

/** Which header dss_inserter makes for a segment, for the Java stage and for its RTL twin. */
public abstract class DssInserterContract {
  /** A segment, as the queue's head names it. */
  public record Job(
      int subflow,
      int ssn,
      int bytes,
      long mappingDsn,
      int mappingSsn,
      int mappingLength,
      boolean dataFin,
      boolean push,
      long cycle) {

    /** The segment as the stage takes it. */
    public Segment segment() {
      Segment segment = new Segment();
      segment.subflow = subflow;
      segment.ssn = ssn;
      segment.bytes = bytes;
      segment.mapped = mappingLength != 0;
      segment.mappingDsn = mappingDsn;
      segment.mappingSsn = mappingSsn;
      segment.mappingLength = mappingLength;
      segment.dataFin = dataFin;
      segment.push = push;
      return segment;
    }
  }

  /** A header, and what tx_checksum is to do to the frame. */
  public record Made(byte[] header, FrameFinish finish) {}

  /** The stage with its tables; all writes to them hold before cycle 1000. */
  public interface Stage {
    TxConnections connections();

    TxSubflows subflows();

    /** Makes headers, in the order of their cycles; the receive side is FixedReceiveState. */
    List<Made> make(List<Job> jobs);
  }

  private static final NicConfig CONFIG = NicConfig.DEFAULT;
  private static final long DSN = 0x9851_b565_d52a_c2ebL;

  /** A fresh stage. */
  protected abstract Stage stage(NicConfig config);

  private static Stage program(
      Stage stage, int ackBytes, int dsnBytes, boolean checksum, int ip, int optionWords) {
    TxConnectionEntry connection = TxRig.connection(SchedulePolicy.ROUND_ROBIN, checksum, 3);
    connection.dataAckBytes = ackBytes;
    connection.dsnBytes = dsnBytes;
    connection.receiveConnection = 9;
    stage.connections().program(7, connection, 0);
    stage.subflows().program(3, TxRig.subflow(3, 7, 1, ip, optionWords), 0);
    return stage;
  }

  private static Job job(int ssn, int bytes, int mappingSsn, int length, boolean fin) {
    return new Job(3, ssn, bytes, DSN, mappingSsn, length, fin, false, 2000);
  }

  private static String hex(byte[] bytes, int from, int to) {
    return HexFormat.of().formatHex(bytes, from, to);
  }

  @Test
  void shouldMakeHeaderOfDataSegment() {
    Stage stage = program(stage(CONFIG), 4, 8, true, 4, 3);
    // Two milliseconds after cycle 0 at 322.265625 MHz.
    long cycle = 2 * 322_265L;
    Made made = stage.make(List.of(new Job(3, 890, 16, DSN, 890, 16, false, true, cycle))).get(0);
    String ethernet = "020000000002020000000001" + "0800";
    // 20 + 20 + 12 + 24 + 16 bytes; identification and flags are the template's.
    String ip = "4500005c" + "00004000" + "4006";
    String tcp = "9c43" + "1389" + "0302f67d" + "50000003" + "e018" + "1234";
    String timestamps = "0101080a" + "000003ea" + "70000003";
    String dss = "1e18200d" + "55667709" + "9851b565d52ac2eb" + "0000037a" + "0010" + "0000";
    byte[] header = made.header();
    assertThat(header).hasSize(14 + 20 + 20 + 12 + 24);
    assertThat(hex(header, 0, 14)).isEqualTo(ethernet);
    assertThat(hex(header, 14, 24)).isEqualTo(ip);
    assertThat(hex(header, 34, 50)).isEqualTo(tcp);
    assertThat(hex(header, 54, 66)).isEqualTo(timestamps);
    assertThat(hex(header, 66, 90)).isEqualTo(dss);
    FrameFinish finish = made.finish();
    assertThat(finish.kind).isEqualTo(FrameFinish.GENERATED);
    assertThat(List.of(finish.l3Offset, finish.l4Offset, finish.headerBytes))
        .containsExactly(14, 34, 90);
    assertThat(finish.dssChecksumOffset).isEqualTo(88);
  }

  @ParameterizedTest(name = "DATA_ACK {0}, DSN {1}, checksum {2}, option words {3}: {4}")
  @CsvSource({
    "4, 8, false, 3, 1e16200d556677099851b565d52ac2eb0000037a00100101",
    "8, 8, false, 3, 1e1a200f11223344556677099851b565d52ac2eb0000037a00100101",
    "8, 8, true, 3, 1e1c200f11223344556677099851b565d52ac2eb0000037a00100000",
    "4, 4, true, 3, 1e14200555667709d52ac2eb0000037a00100000",
    "4, 4, false, 3, 1e12200555667709d52ac2eb0000037a00100101",
    "0, 4, false, 3, 1e0e2004d52ac2eb0000037a00100101",
    "0, 8, true, 3, 1e14200c9851b565d52ac2eb0000037a00100000",
    // 40 bytes of options do not hold what is wished: DATA_ACK is cut first, then DSN.
    "8, 8, true, 4, 1e18200d556677099851b565d52ac2eb0000037a00100000",
    "8, 8, false, 4, 1e16200d556677099851b565d52ac2eb0000037a00100101",
    "8, 8, true, 5, 1e14200555667709d52ac2eb0000037a00100000",
    "8, 4, false, 5, 1e12200555667709d52ac2eb0000037a00100101",
  })
  void shouldWriteDssOption(int ack, int dsn, boolean checksum, int words, String option) {
    Stage stage = program(stage(CONFIG), ack, dsn, checksum, 4, words);
    byte[] header = stage.make(List.of(job(890, 16, 890, 16, false))).get(0).header();
    int at = 54 + 4 * words;
    assertThat(hex(header, at, header.length)).isEqualTo(option);
    assertThat(header[46] >> 4 & 0xf).isEqualTo((header.length - 34) / 4);
  }

  @Test
  void shouldWriteDataFinAndPureAck() {
    Stage stage = program(stage(CONFIG), 8, 8, true, 6, 3);
    List<Made> made =
        stage.make(
            List.of(
                job(890, 16, 890, 17, true),
                job(906, 0, 0, 1, true),
                new Job(3, 906, 0, 0, 0, 0, false, false, 2100)));
    assertThat(hex(made.get(0).header(), 86, 114))
        .isEqualTo("1e1c201f11223344556677099851b565d52ac2eb0000037a00110000");
    assertThat(hex(made.get(1).header(), 86, 114))
        .isEqualTo("1e1c201f11223344556677099851b565d52ac2eb0000000000010000");
    byte[] ack = made.get(2).header();
    assertThat(hex(ack, 86, ack.length)).isEqualTo("1e0c20031122334455667709");
    assertThat(made.get(2).finish().dssChecksumOffset).isEqualTo(-1);
    // IPv6 payload length: TCP header, options and payload.
    assertThat(Bytes.u16(made.get(0).header(), 18)).isEqualTo(20 + 12 + 28 + 16);
    assertThat(Bytes.u16(ack, 18)).isEqualTo(20 + 12 + 12);
    assertThat(Bytes.u32(ack, 58)).isEqualTo(TxRig.initialSequence(3) + 906);
  }

  @ParameterizedTest(name = "scale {0}: {1}")
  @CsvSource({"0, ffff", "4, ffff", "5, 91a0", "8, 1234", "14, 0048"})
  void shouldScaleTheWindowAndLimitIt(int scale, String window) {
    Stage stage = stage(CONFIG);
    TxConnectionEntry connection = TxRig.connection(SchedulePolicy.ROUND_ROBIN, true, 3);
    connection.receiveConnection = 9;
    stage.connections().program(7, connection, 0);
    TxSubflowEntry entry = TxRig.subflow(3, 7, 1, 4, 3);
    entry.windowScale = scale;
    stage.subflows().program(3, entry, 0);
    byte[] header = stage.make(List.of(job(890, 16, 890, 16, false))).get(0).header();
    assertThat(hex(header, 48, 50)).isEqualTo(window);
    entry.windowScale = 15;
    assertThat(stage.subflows().refusal(3, entry)).isEqualTo("window scale 15, it must be 0..14");
  }

  /** Checksums that Linux and others have put on the wire. */
  @ParameterizedTest(name = "checksum {4}")
  @CsvSource({
    "e47ef57dd1b97490, 1, 41, 5353482d322e302d4f70656e5353485f352e3570312044656269616e2d362b73717565657a65310d0a, 082f",
    "9851b565d52ac2eb, 890, 16, 0000000c0a1500000000000000000000, 0c87",
    "6842b501b1712fb6, 1, 1, 63, 9e91"
  })
  void shouldSumPseudoHeader(String dsn, int ssn, int length, String payload, String checksum) {
    Stage stage = program(stage(CONFIG), 4, 4, true, 4, 3);
    byte[] bytes = HexFormat.of().parseHex(payload);
    long number = Long.parseUnsignedLong(dsn, 16);
    Job job = new Job(3, ssn, bytes.length, number, ssn, length, false, false, 2000);
    FrameFinish finish = stage.make(List.of(job)).get(0).finish();
    long sum = finish.dssPseudoSum;
    for (int i = 0; i < bytes.length; i++) {
      sum += (bytes[i] & 0xffL) << ((i & 1) == 0 ? 8 : 0);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    assertThat(String.format("%04x", ~sum & 0xffff)).isEqualTo(checksum);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldMakeWhatSlowReferenceMakes(long seed) {
    Random random = new Random(seed);
    int ack = 4 * random.nextInt(3);
    int dsn = 4 + 4 * random.nextInt(2);
    boolean checksum = random.nextBoolean();
    int ip = random.nextBoolean() ? 4 : 6;
    int words = random.nextInt(6);
    Stage stage = program(stage(CONFIG), ack, dsn, checksum, ip, words);
    List<Job> jobs = new ArrayList<>();
    long cycle = 1000;
    for (int i = 0; i < 2000; i++) {
      cycle += 1 + random.nextInt(100_000);
      int bytes = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(8900);
      boolean fin = random.nextInt(3) == 0;
      int length = bytes + (fin ? 1 : 0);
      int ssn = random.nextInt();
      jobs.add(
          new Job(
              3,
              ssn,
              bytes,
              random.nextLong(),
              bytes == 0 ? 0 : ssn,
              length,
              fin,
              random.nextBoolean(),
              cycle));
    }
    List<Made> made = stage.make(jobs);
    TxSubflowEntry entry = TxRig.subflow(3, 7, 1, ip, words);
    for (int i = 0; i < jobs.size(); i++) {
      assertThat(made.get(i).header())
          .as("job %d: %s", i, jobs.get(i))
          .isEqualTo(slow(entry, jobs.get(i), ack, dsn, checksum));
    }
  }

  /** The header byte by byte, by RFC 8684 section 3.3. */
  private static byte[] slow(TxSubflowEntry entry, Job job, int ack, int dsn, boolean checksum) {
    boolean mapped = job.mappingLength() != 0;
    int other = entry.templateOptionBytes();
    int[] best = null;
    for (int[] size : new int[][] {{ack, dsn}, {Math.min(ack, 4), dsn}, {Math.min(ack, 4), 4}}) {
      int bytes = size[0] + (mapped ? size[1] + (checksum ? 8 : 6) : 0);
      bytes = bytes == 0 ? 0 : bytes + 4;
      if (best == null && (bytes + 3) / 4 * 4 + other <= 40) {
        best = new int[] {size[0], size[1], bytes};
      }
    }
    List<Integer> option = new ArrayList<>();
    int flags = best[0] == 8 ? 3 : best[0] == 4 ? 1 : 0;
    flags |= mapped ? (best[1] == 8 ? 12 : 4) | (job.dataFin() ? 16 : 0) : 0;
    if (best[2] > 0) {
      option.addAll(List.of(30, best[2], 0x20, flags));
      number(option, 0x1122_3344_5566_7709L, best[0]);
    }
    if (mapped) {
      number(option, job.mappingDsn(), best[1]);
      number(option, job.mappingSsn(), 4);
      number(option, job.mappingLength(), 2);
      number(option, 0, checksum ? 2 : 0);
    }
    while (option.size() % 4 != 0) {
      option.add(1);
    }
    byte[] header = Arrays.copyOf(entry.template, entry.templateBytes + option.size());
    for (int i = 0; i < option.size(); i++) {
      header[entry.templateBytes + i] = (byte) (int) option.get(i);
    }
    int l3 = entry.l3Offset;
    int l4 = entry.l4Offset;
    int total = header.length + job.bytes() - l3;
    if (l4 - l3 == 20) {
      Bytes.put16(header, l3 + 2, total);
    } else {
      Bytes.put16(header, l3 + 4, total - 40);
    }
    Bytes.put32(header, l4 + 4, entry.initialSequence + job.ssn());
    Bytes.put32(header, l4 + 8, 0x5000_0003);
    header[l4 + 12] = (byte) ((header.length - l4) / 4 << 4);
    header[l4 + 13] |= (byte) (job.push() ? 8 : 0);
    Bytes.put16(header, l4 + 14, 0x1234);
    int stamps = entry.timestampOffset;
    if (stamps != 0) {
      Bytes.put32(header, stamps, 1000 + (int) (job.cycle() / 322_265));
      Bytes.put32(header, stamps + 4, 0x7000_0003);
    }
    return header;
  }

  private static void number(List<Integer> bytes, long value, int size) {
    for (int i = size - 1; i >= 0; i--) {
      bytes.add((int) (value >>> 8 * i) & 0xff);
    }
  }

  @Test
  void shouldRefuseSubflowWhoseOptionsLeaveNoRoom() {
    Stage stage = stage(CONFIG);
    stage.connections().program(7, TxRig.connection(SchedulePolicy.ROUND_ROBIN, true, 3), 0);
    // 6 words: 16 bytes are left, the shortest mapping with checksum and DATA_ACK takes 20.
    assertThat(stage.subflows().refusal(3, TxRig.subflow(3, 7, 1, 4, 6)))
        .isEqualTo("no room for the DSS option beside 24 bytes of TCP options");
    assertThat(stage.subflows().refusal(3, TxRig.subflow(3, 7, 1, 4, 5))).isNull();
    assertThat(stage.subflows().refusal(3, TxRig.subflow(3, 8, 1, 4, 3)))
        .isEqualTo("transmit connection 8 is not programmed");
    TxSubflowEntry entry = TxRig.subflow(3, 7, 1, 4, 3);
    entry.mss = 9000;
    assertThat(stage.subflows().refusal(3, entry))
        .isEqualTo("MSS 9000, with this header it must be 64..8960");
  }
}
