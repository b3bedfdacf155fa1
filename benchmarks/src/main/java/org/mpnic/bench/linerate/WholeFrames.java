package org.mpnic.bench.linerate;

import java.util.Arrays;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.abi.TxDescriptorType;
import org.mpnic.bench.ReceiveFrames;
import org.mpnic.model.config.NicConfig;
import org.mpnic.wire.BigEndian;

/** The host gives whole frames, the same as receive gets; each queue has subflows of its own. */
final class WholeFrames implements TransmitFrames {
  private static final int SOURCE_ADDRESS = 26;

  private final int ports;
  private final int mask;
  private final LineRateTraffic[] traffic;
  private final byte[][][] rings;
  private final int[] sent;

  /**
   * Frames of one size.
   *
   * @param sizeBytes with FCS
   * @param subflows in all queues together
   */
  WholeFrames(NicConfig config, int sizeBytes, int subflows, int queues) {
    ports = config.ports();
    int entries = config.transmit().ringEntries();
    mask = entries - 1;
    traffic = new LineRateTraffic[queues];
    for (int queue = 0; queue < queues; queue++) {
      int count = (subflows - queue + queues - 1) / queues;
      traffic[queue] = new LineRateTraffic(sizeBytes, count, queue, queues);
    }
    rings = new byte[queues][entries][];
    sent = new int[queues];
  }

  @Override
  public void next(int queue, int index, long address, long[] words) {
    byte[] frame = traffic[queue].nextAnnouncement();
    if (frame == null) {
      frame = traffic[queue].next();
    }
    rings[queue][index & mask] = frame;
    EndlessTransmitHost.place(words, index, address, frame.length);
    words[TxDescriptorLayout.CONTROL / 8] =
        TxDescriptorType.RAW.code() << TxDescriptorLayout.TYPE_SHIFT
            | queue % ports << TxDescriptorLayout.TARGET_SHIFT;
    words[TxDescriptorLayout.HEADER / 8] = 0;
  }

  @Override
  public void read(int queue, int index, int from, byte[] destination, int offset, int length) {
    System.arraycopy(rings[queue][index & mask], from, destination, offset, length);
  }

  @Override
  public void sent(byte[] frame, int offset, int length) {
    int subflow = BigEndian.i32(frame, offset + SOURCE_ADDRESS) - ReceiveFrames.sourceAddress(0);
    int queue = subflow % sent.length;
    byte[] expected = rings[queue][sent[queue] & mask];
    if (!Arrays.equals(frame, offset, offset + length, expected, 0, expected.length)) {
      throw new IllegalStateException("queue=" + queue + " frame=" + sent[queue] + " differs");
    }
    sent[queue]++;
  }
}
