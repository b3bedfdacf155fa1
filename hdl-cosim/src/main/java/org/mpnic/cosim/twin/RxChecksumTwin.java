package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.RxChecksum;
import org.mpnic.model.rx.RxParser;
import org.mpnic.wire.FrameHeader;

/** rx_checksum: every beat, the sums and the reason, behind what the model's rx_parser reads. */
final class RxChecksumTwin extends BeatStageTwin {
  private static final int OFFSET_BITS = 14;
  private static final int ADDRESS_BITS = 128;

  private final RxParser parser;
  private final RxChecksum model = new RxChecksum();
  private final long[] address = new long[2];
  private int parsedReason;

  private final Signal layerIp;
  private final Signal layerTcp;
  private final Signal isIpv6;
  private final Signal l3Offset;
  private final Signal l4Offset;
  private final Signal payloadOffset;
  private final Signal ipTotalEnd;
  private final Signal src;
  private final Signal dst;
  private final Signal reason;
  private final Signal ipChecksumOk;
  private final Signal tcpChecksumOk;
  private final Signal payloadSum;
  private final Signal reasonOut;

  RxChecksumTwin(NicConfig config, long seed, long packets) {
    super("rx_checksum", config, RxChecksum.latencyCycles(config), seed, packets);
    parser = new RxParser(config);
    layerIp = ports.input("layer_ip_i", 1);
    layerTcp = ports.input("layer_tcp_i", 1);
    isIpv6 = ports.input("is_ipv6_i", 1);
    l3Offset = ports.input("l3_offset_i", OFFSET_BITS);
    l4Offset = ports.input("l4_offset_i", OFFSET_BITS);
    payloadOffset = ports.input("payload_offset_i", OFFSET_BITS);
    ipTotalEnd = ports.input("ip_total_end_i", OFFSET_BITS);
    src = ports.input("src_i", ADDRESS_BITS);
    dst = ports.input("dst_i", ADDRESS_BITS);
    reason = ports.input("reason_i", 7);
    OutputBoundary out = beats();
    ipChecksumOk = out.data("ip_checksum_ok_o", 1);
    tcpChecksumOk = out.data("tcp_checksum_ok_o", 1);
    payloadSum = out.data("payload_sum_o", 16);
    reasonOut = out.data("reason_o", 7);
  }

  @Override
  protected void process() {
    parser.process(word);
    parsedReason = word.reason;
    model.process(word);
  }

  @Override
  protected void driveBeside(Stimulus stimulus, boolean shown) {
    FrameHeader header = word.header;
    stimulus.set(layerIp, shown ? header.layers >> 1 : random.nextInt());
    stimulus.set(layerTcp, shown ? header.layers >> 2 : random.nextInt());
    stimulus.set(isIpv6, shown ? header.isIpv6 : random.nextBoolean());
    stimulus.set(l3Offset, shown ? header.l3Offset : random.nextInt());
    stimulus.set(l4Offset, shown ? header.l4Offset : random.nextInt());
    stimulus.set(payloadOffset, shown ? header.payloadOffset : random.nextInt());
    stimulus.set(ipTotalEnd, shown ? header.ipTotalEnd : random.nextInt());
    stimulus.set(src, address(shown, header.srcHigh, header.srcLow));
    stimulus.set(dst, address(shown, header.dstHigh, header.dstLow));
    stimulus.set(reason, shown ? parsedReason : random.nextInt());
  }

  private long[] address(boolean shown, long high, long low) {
    address[0] = shown ? low : random.nextLong();
    address[1] = shown ? high : random.nextLong();
    return address;
  }

  @Override
  protected void expectBeside(long cycle, Expectation expectation) {
    expectation.set(cycle, ipChecksumOk, word.ipChecksumOk);
    expectation.set(cycle, tcpChecksumOk, word.tcpChecksumOk);
    expectation.set(cycle, payloadSum, word.payloadSum);
    expectation.set(cycle, reasonOut, word.reason);
  }
}
