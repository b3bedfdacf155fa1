package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.RawFrame;

/**
 * Reads the frames of one MPTCP connection's direction, checks each by itself and puts the bytes
 * where their mappings say; plain, with none of the card's own codecs.
 */
final class StreamReceiver {
  private final long firstDsn;
  private final boolean checksum;
  final byte[] bytes;
  private final boolean[] there;

  /** By source port of the subflow. */
  final Map<Integer, Long> payloadBytes = new HashMap<>();

  final Map<Integer, Integer> nextSequence = new HashMap<>();
  final Set<String> mappings = new HashSet<>();
  int segments;
  int pureAcks;
  int dataFins;
  long finDsn = -1;
  long repeatedBytes;

  StreamReceiver(long firstDsn, boolean checksum, int length) {
    this.firstDsn = firstDsn;
    this.checksum = checksum;
    this.bytes = new byte[length];
    this.there = new boolean[length];
  }

  /** Takes one frame, whose subflow's segments are in order. */
  void take(byte[] frame) {
    RawFrame raw = RawFrame.read(frame);
    assertThat(raw.problem).isEqualTo(RawFrame.Problem.NONE);
    assertThat(raw.partialChecksum).isFalse();
    byte[] dss = raw.mptcp(2);
    byte[] payload = raw.payloadBytes();
    segments++;
    payloadBytes.merge(raw.sourcePort, (long) payload.length, Long::sum);
    Integer expected = nextSequence.put(raw.sourcePort, raw.sequence + payload.length);
    if (expected != null) {
      assertThat(raw.sequence).isEqualTo(expected);
    }
    int flags = dss[3];
    int at = 4 + ((flags & 1) == 0 ? 0 : (flags & 2) == 0 ? 4 : 8);
    if ((flags & 4) == 0) {
      assertThat(payload).isEmpty();
      pureAcks++;
      return;
    }
    long dsn;
    if ((flags & 8) == 0) {
      long near = firstDsn + bytes.length / 2;
      dsn = near + (Bytes.u32(dss, at) - (int) near);
      at += 4;
    } else {
      dsn = Bytes.u64(dss, at);
      at += 8;
    }
    int ssn = Bytes.u32(dss, at);
    int length = Bytes.u16(dss, at + 4);
    at += 6;
    assertThat(dss.length - at).isEqualTo(checksum ? 2 : 0);
    boolean fin = (flags & 0x10) != 0;
    mappings.add(raw.sourcePort + " " + dsn + " " + ssn + " " + length + " " + fin);
    if (checksum) {
      assertThat(length).isEqualTo(payload.length + (fin ? 1 : 0));
      assertThat(Bytes.u16(dss, at)).isEqualTo(dssChecksum(dsn, ssn, length, payload));
    }
    if (fin) {
      dataFins++;
      finDsn = dsn + length - 1;
    }
    place(dsn, ssn, raw, payload);
  }

  private void place(long dsn, int ssn, RawFrame raw, byte[] payload) {
    if (payload.length == 0) {
      return;
    }
    int subflow = raw.sourcePort - 40_000;
    int place = raw.sequence - TxRig.initialSequence(subflow) - ssn;
    assertThat(place).isNotNegative();
    int start = (int) (dsn - firstDsn) + place;
    for (int i = 0; i < payload.length; i++) {
      if (there[start + i]) {
        repeatedBytes++;
        assertThat(bytes[start + i]).isEqualTo(payload[i]);
      }
      there[start + i] = true;
      bytes[start + i] = payload[i];
    }
  }

  /** Bytes that have come, from the first on without a gap. */
  int contiguous() {
    int end = 0;
    while (end < there.length && there[end]) {
      end++;
    }
    return end;
  }

  /** RFC 8684 section 3.3.1, word by word. */
  static int dssChecksum(long dsn, int ssn, int length, byte[] payload) {
    byte[] all = Arrays.copyOf(new byte[0], 16 + payload.length + (payload.length & 1));
    Bytes.put64(all, 0, dsn);
    Bytes.put32(all, 8, ssn);
    Bytes.put16(all, 12, length);
    System.arraycopy(payload, 0, all, 16, payload.length);
    long sum = 0;
    for (int i = 0; i < all.length; i += 2) {
      sum += Bytes.u16(all, i);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) ~sum & 0xffff;
  }
}
