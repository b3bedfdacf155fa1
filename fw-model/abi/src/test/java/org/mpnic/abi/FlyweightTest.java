package org.mpnic.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlyweightTest {
  private static final long AT = 128;

  private final RegionMemory memory = RegionMemory.allocate(1024);

  @Test
  void shouldWriteACompletionAsTheseBytes() {
    CompletionFlyweight completion = new CompletionFlyweight().wrap(memory, AT);
    completion.queue(3).reason(Reason.NO_MAPPING.code()).bufferIndex(0x01020304).bufferCount(2);
    completion.payloadOffset(86).frameLength(1514).payloadLength(1428).connection(7);
    completion.subflow(CompletionLayout.subflow(0x54321, 0xabc)).dsn(0xe47ef57dd1b97490L).ssn(1);
    completion.rssHash(0x51ccc178).cycle(0x1122334455667788L).mappingLength(0xffff);
    completion.dssChecksum(0x082f).frame(9);
    int flags = CompletionFlags.MAPPED | CompletionFlags.HAS_CHECKSUM;
    completion.controlRelease(
        1 | CompletionLayout.control(0, Verdict.BAD.code(), PacketType.TCP_IPV6.code(), 1, flags));
    assertThat(hex(64))
        .isEqualTo(
            "a1118100" // phase 1, type 0, verdict 2, packet type 3, port 1, flags 0x0081
                + "0300"
                + "2a00"
                + "04030201"
                + "0200"
                + "5600"
                + "ea050000"
                + "94050000"
                + "07000000"
                + "2143c5ab"
                + "9074b9d17df57ee4"
                + "01000000"
                + "78c1cc51"
                + "8877665544332211"
                + "ffff"
                + "2f08"
                + "09000000");
  }

  @Test
  void shouldReadACompletionFromBytes() {
    byte[] bytes = new byte[64];
    HexFormat hex = HexFormat.of();
    System.arraycopy(hex.parseHex("a511810003002a00"), 0, bytes, 0, 8);
    System.arraycopy(hex.parseHex("2143c5ab"), 0, bytes, 28, 4);
    memory.putBytes(AT, bytes, 0, 64);
    CompletionFlyweight completion = new CompletionFlyweight().wrap(memory, AT);
    assertThat(completion.controlAcquire() & 1).isEqualTo(1);
    assertThat(completion.type()).isEqualTo(CompletionType.DESCRIPTOR_ERROR.code());
    assertThat(completion.verdict()).isEqualTo(Verdict.BAD.code());
    assertThat(completion.packetType()).isEqualTo(PacketType.TCP_IPV6.code());
    assertThat(completion.port()).isEqualTo(1);
    assertThat(completion.flags()).isEqualTo(CompletionFlags.MAPPED | CompletionFlags.HAS_CHECKSUM);
    assertThat(completion.queue()).isEqualTo(3);
    assertThat(completion.reason()).isEqualTo(Reason.NO_MAPPING.code());
    assertThat(completion.subflowId()).isEqualTo(0x54321);
    assertThat(completion.subflowGeneration()).isEqualTo(0xabc);
    completion.subflow(CompletionLayout.NO_ID);
    assertThat(completion.subflowId()).isEqualTo(CompletionLayout.NO_ID);
  }

  @Test
  void shouldWriteADescriptorAsTheseBytes() {
    new DescriptorFlyweight().wrap(memory, AT).address(0x0123456789L).length(2048).index(-2);
    assertThat(hex(16)).isEqualTo("8967452301000000" + "00080000" + "feffffff");
  }

  @Test
  void shouldWriteAnEventAsTheseBytes() {
    EventFlyweight event = new EventFlyweight().wrap(memory, AT);
    event.type(EventType.SUBFLOW_PROGRAMMED.code()).kind(FlowKind.MPTCP.code()).subflow(5);
    event.connection(6).queue(7).cycle(8).token(0x1b12d938).isn(10).idsn(0x8000000000000001L);
    event.sourceHigh(0).sourceLow(0x0a4d0101).destinationHigh(11).destinationLow(12);
    event.sourcePort(41000).destinationPort(5001).isIpv6(0).version(1);
    event.flags(EventLayout.HAS_TOKEN | EventLayout.CHECKSUM_REQUIRED);
    event.value(0, 13).value(3, 14).serial(15).port(1).status(2);
    assertThat(hex(128))
        .isEqualTo(
            "0100"
                + "0100"
                + "05000000"
                + "06000000"
                + "07000000"
                + "0800000000000000"
                + "38d9121b"
                + "0a000000"
                + "0100000000000080"
                + "0000000000000000"
                + "01014d0a00000000"
                + "0b00000000000000"
                + "0c00000000000000"
                + "28a0"
                + "8913"
                + "00"
                + "01"
                + "0300"
                + "0d00000000000000"
                + "0000000000000000"
                + "0000000000000000"
                + "0e00000000000000"
                + "0f00000000000000"
                + "01000000"
                + "02000000");
  }

  @Test
  void shouldWriteAnAdminCommandAsTheseBytes() {
    AdminCommandFlyweight command = new AdminCommandFlyweight().wrap(memory, AT);
    command.opcode(AdminCommand.CAPTURE_LOAD.code()).flags(0).tag(0x10002).target(-1).dataBytes(9);
    command.argument(0, AdminLayout.AS_CAPTURED).argument(5, -1);
    assertThat(hex(64))
        .isEqualTo(
            "1300"
                + "0000"
                + "02000100"
                + "ffffffff"
                + "09000000"
                + "0200000000000000"
                + "00".repeat(32)
                + "ffffffffffffffff");
    AdminCompletionFlyweight answer = new AdminCompletionFlyweight().wrap(memory, AT);
    answer.opcode(19).status(AdminStatus.FILE_ERROR.code()).tag(3).dataBytes(4);
    answer.result(0, 5).cycle(6);
    assertThat(hex(64))
        .startsWith("1300" + "0900" + "03000000" + "04000000")
        .endsWith("0600000000000000");
  }

  @Test
  void shouldReturnWhatWasStoredInEveryFieldOfACompletion() {
    long seed = 42;
    Random random = new Random(seed);
    CompletionFlyweight completion = new CompletionFlyweight().wrap(memory, AT);
    for (int round = 0; round < 10_000; round++) {
      int a = random.nextInt();
      long b = random.nextLong();
      int type = a & 7;
      completion.controlRelease(
          CompletionLayout.control(type, a >>> 3, a >>> 6, a >>> 11, a >>> 15));
      completion.queue(a).reason(a >>> 16).dsn(b).cycle(~b).ssn(a).frame(~a).mappingLength(a);
      completion.dssChecksum(a >>> 9).payloadLength(a ^ 5).frameLength(a ^ 6);
      assertThat(completion.type()).as("seed " + seed).isEqualTo(type);
      assertThat(completion.verdict()).isEqualTo(a >>> 3 & 7);
      assertThat(completion.packetType()).isEqualTo(a >>> 6 & 31);
      assertThat(completion.port()).isEqualTo(a >>> 11 & 15);
      assertThat(completion.flags()).isEqualTo(a >>> 15 & 0xffff);
      assertThat(completion.queue()).isEqualTo(a & 0xffff);
      assertThat(completion.reason()).isEqualTo(a >>> 16);
      assertThat(completion.dsn()).isEqualTo(b);
      assertThat(completion.cycle()).isEqualTo(~b);
      assertThat(completion.ssn()).isEqualTo(a);
      assertThat(completion.frame()).isEqualTo(~a);
      assertThat(completion.mappingLength()).isEqualTo(a & 0xffff);
      assertThat(completion.dssChecksum()).isEqualTo(a >>> 9 & 0xffff);
      assertThat(completion.payloadLength()).isEqualTo(a ^ 5);
      assertThat(completion.frameLength()).isEqualTo(a ^ 6);
    }
  }

  @Test
  void shouldAlternateThePhaseOverLapsAndTheIndexWrap() {
    assertThat(CompletionLayout.phase(0, 3)).isEqualTo(1);
    assertThat(CompletionLayout.phase(7, 3)).isEqualTo(1);
    assertThat(CompletionLayout.phase(8, 3)).isZero();
    assertThat(CompletionLayout.phase(-1, 3)).isZero();
    assertThat(CompletionLayout.phase(-9, 3)).isEqualTo(1);
  }

  private String hex(int length) {
    byte[] bytes = new byte[length];
    memory.getBytes(AT, bytes, 0, length);
    return HexFormat.of().formatHex(bytes);
  }
}
