package org.mpnic.bench.linerate;

import java.util.Arrays;
import java.util.Random;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.abi.TxDescriptorType;
import org.mpnic.bench.ReceiveFrames;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.ReceiveState;
import org.mpnic.model.tx.TxConnectionEntry;
import org.mpnic.model.tx.TxSubflowEntry;
import org.mpnic.model.tx.TxTop;
import org.mpnic.wire.BigEndian;

/**
 * The host gives stream data, which the card cuts into segments of one size with a mapping and a
 * DSS checksum each. Every subflow is a connection of its own; a queue serves its connections in
 * turn, a descriptor each.
 */
final class StreamData implements TransmitFrames, ReceiveState {
  private static final int FCS = 4;
  private static final int SOURCE_ADDRESS = 26;
  private static final int SEQUENCE = 38;
  private static final int FLAGS = 47;
  private static final int PUSH = 8;
  private static final int DATA = 1 << 16;
  private static final int LONGEST_FRAME = 1 << 14;
  private static final int SPREAD = 7919;

  /** Least MSS of a transmit subflow: payload and options. */
  private static final int LEAST_MSS = 64;

  private final int ports;
  private final int queues;
  private final int mask;
  private final int subflows;
  private final int frameBytes;
  private final int descriptorBytes;
  private final byte[] data = new byte[DATA + LONGEST_FRAME];

  /** By queue: subflow of the next descriptor; by subflow: SSN given, SSN sent. */
  private final int[] turn;

  private final int[] given;
  private final int[] sent;

  /** By queue and place of the ring: subflow and first SSN of the descriptor. */
  private final int[][] ringSubflow;

  private final int[][] ringSsn;

  /**
   * Data for frames of one size.
   *
   * @param sizeBytes with FCS, {@link #smallest} or more
   * @param subflows in all queues together
   */
  StreamData(NicConfig config, int sizeBytes, int subflows, int queues) {
    this.ports = config.ports();
    this.queues = queues;
    this.subflows = subflows;
    int entries = config.transmit().ringEntries();
    mask = entries - 1;
    frameBytes = sizeBytes - FCS;
    int payload = ReceiveFrames.payloadBytes(frameBytes, true);
    // One decision of subflow_scheduler a descriptor, in whole segments.
    descriptorBytes = Math.max(1, config.transmit().scheduleBytes() / payload) * payload;
    turn = new int[queues];
    for (int queue = 0; queue < queues; queue++) {
      turn[queue] = queue;
    }
    given = new int[subflows];
    Arrays.fill(given, 1);
    sent = given.clone();
    ringSubflow = new int[queues][entries];
    ringSsn = new int[queues][entries];
    new Random(1).nextBytes(data);
    System.arraycopy(data, 0, data, DATA, LONGEST_FRAME);
  }

  /** Smallest frame, FCS included, with a segment as long as the least MSS allows. */
  static int smallest() {
    return ReceiveFrames.PLAIN_HEADER + LEAST_MSS + FCS;
  }

  /** Programs connections and subflows at cycle 0; returns the cycle from which all hold. */
  long program(TxTop card) {
    long holds = 0;
    for (int subflow = 0; subflow < subflows; subflow++) {
      TxConnectionEntry connection = new TxConnectionEntry();
      connection.checksum = true;
      connection.receiveConnection = subflow;
      connection.nextDsn = ReceiveFrames.firstDsn(subflow);
      connection.subflowCount = 1;
      connection.subflows[0] = subflow;
      card.connections().program(subflow, connection, 0);
      TxSubflowEntry entry = new TxSubflowEntry();
      entry.port = subflow % queues % ports;
      entry.connection = subflow;
      entry.receiveSubflow = subflow;
      entry.initialSequence = ReceiveFrames.initialSequence(subflow);
      entry.mss = frameBytes - ReceiveFrames.PLAIN_HEADER;
      byte[] template = ReceiveFrames.acknowledgement(ReceiveFrames.PLAIN_HEADER, subflow, 1);
      System.arraycopy(template, 0, entry.template, 0, template.length);
      entry.templateBytes = template.length;
      holds = card.subflows().program(subflow, entry, 0);
    }
    return holds;
  }

  @Override
  public void next(int queue, int index, long address, long[] words) {
    int subflow = turn[queue];
    turn[queue] = subflow + queues < subflows ? subflow + queues : queue;
    ringSubflow[queue][index & mask] = subflow;
    ringSsn[queue][index & mask] = given[subflow];
    given[subflow] += descriptorBytes;
    EndlessTransmitHost.place(words, index, address, descriptorBytes);
    words[TxDescriptorLayout.CONTROL / 8] =
        TxDescriptorType.STREAM.code() << TxDescriptorLayout.TYPE_SHIFT
            | (long) subflow << TxDescriptorLayout.TARGET_SHIFT;
    words[TxDescriptorLayout.HEADER / 8] = 0;
  }

  private static int place(int subflow, int ssn) {
    return subflow * SPREAD + ssn & DATA - 1;
  }

  @Override
  public void read(int queue, int index, int from, byte[] destination, int offset, int length) {
    int slot = index & mask;
    int place = place(ringSubflow[queue][slot], ringSsn[queue][slot] + from);
    System.arraycopy(data, place, destination, offset, length);
  }

  @Override
  public void sent(byte[] frame, int offset, int length) {
    int subflow = BigEndian.i32(frame, offset + SOURCE_ADDRESS) - ReceiveFrames.sourceAddress(0);
    int ssn = BigEndian.i32(frame, offset + SEQUENCE) - ReceiveFrames.initialSequence(subflow);
    boolean push = (frame[offset + FLAGS] & PUSH) != 0;
    byte[] expected =
        ReceiveFrames.segment(frameBytes, subflow, ssn, data, place(subflow, ssn), push);
    if (ssn != sent[subflow]
        || !Arrays.equals(frame, offset, offset + length, expected, 0, expected.length)) {
      throw new IllegalStateException(
          "subflow=" + subflow + " ssn=" + ssn + " expected=" + sent[subflow] + ": frame differs");
    }
    sent[subflow] += ReceiveFrames.payloadBytes(frameBytes, true);
  }

  @Override
  public int acknowledgment(int subflow, long cycle) {
    return 1;
  }

  @Override
  public int window(int subflow, long cycle) {
    return 0xffff;
  }

  @Override
  public int timestampEcho(int subflow, long cycle) {
    return 0;
  }

  @Override
  public long dataAck(int connection, long cycle) {
    return 1;
  }
}
