package org.mpnic.model.tx;

import java.util.Arrays;
import java.util.Random;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/** A card with a host, with connections and subflows to be programmed in few words. */
final class TxRig {
  /** Timestamps option with two NOPs before it, as Linux writes it: TSval 1000. */
  static final byte[] TIMESTAMPS = {1, 1, 8, 10, 0, 0, 3, (byte) 0xe8, 0, 0, 0, 0};

  final NicConfig config;
  final RingHost host;
  final SentFrames sent = new SentFrames();
  final TxTop top;

  TxRig(NicConfig config, int memoryBytes) {
    this(config, memoryBytes, null);
  }

  TxRig(NicConfig config, int memoryBytes, TransmitSink sink) {
    this.config = config;
    host = new RingHost(config, memoryBytes);
    new Random(memoryBytes).nextBytes(host.memory);
    top = new TxTop(config, host, new FixedReceiveState(), sink == null ? sent : sink);
  }

  /** A connection with these subflows, DSNs from {@link #firstDsn} on. */
  static TxConnectionEntry connection(SchedulePolicy policy, boolean checksum, int... subflows) {
    TxConnectionEntry entry = new TxConnectionEntry();
    entry.policy = policy;
    entry.checksum = checksum;
    entry.nextDsn = firstDsn(subflows[0]);
    entry.subflowCount = subflows.length;
    System.arraycopy(subflows, 0, entry.subflows, 0, subflows.length);
    return entry;
  }

  /** First DSN of the connection whose first subflow this is: 32 bits of it soon wrap. */
  static long firstDsn(int subflow) {
    return 0x9851_b565_ffff_f000L + ((long) subflow << 40);
  }

  /** First sequence number of a subflow. */
  static int initialSequence(int subflow) {
    return 0xffff_f000 + subflow * 0x0101_0101;
  }

  /** A subflow of a connection: IPv4 or IPv6, with timestamps or without. */
  static TxSubflowEntry subflow(int subflow, int connection, int port, int ip, boolean stamps) {
    return subflow(subflow, connection, port, ip, stamps ? 3 : 0);
  }

  /** The same with so many words of TCP options: timestamps first, if they have room, then NOPs. */
  static TxSubflowEntry subflow(int subflow, int connection, int port, int ip, int optionWords) {
    byte[] options = new byte[4 * optionWords];
    Arrays.fill(options, (byte) 1);
    boolean stamps = optionWords >= 3;
    if (stamps) {
      System.arraycopy(TIMESTAMPS, 0, options, 0, TIMESTAMPS.length);
    }
    TxSubflowEntry entry = new TxSubflowEntry();
    byte[] template = template(subflow, ip, options);
    RawFrame raw = RawFrame.read(template);
    System.arraycopy(template, 0, entry.template, 0, template.length);
    entry.templateBytes = template.length;
    entry.l3Offset = raw.l3;
    entry.l4Offset = raw.l4;
    entry.timestampOffset = stamps ? raw.l4 + 24 : 0;
    entry.windowScale = 8;
    entry.port = port;
    entry.connection = connection;
    entry.receiveSubflow = subflow;
    entry.initialSequence = initialSequence(subflow);
    entry.mss = ip == 4 ? 1460 : 1440;
    return entry;
  }

  private static byte[] template(int subflow, int ip, byte[] options) {
    TcpFrame frame = new TcpFrame();
    frame.source = new byte[ip == 4 ? 4 : 16];
    frame.destination = new byte[ip == 4 ? 4 : 16];
    frame.source[0] = 10;
    frame.source[ip == 4 ? 3 : 15] = 1;
    frame.destination[0] = 10;
    frame.destination[ip == 4 ? 3 : 15] = 2;
    frame.sourcePort = 40_000 + subflow;
    frame.destinationPort = 5001;
    frame.flags = TcpFrame.ACK;
    frame.options = options;
    return frame.bytes();
  }
}
