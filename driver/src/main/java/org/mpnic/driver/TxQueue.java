package org.mpnic.driver;

import org.mpnic.abi.Reason;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.abi.TxDescriptorType;
import org.mpnic.abi.WakeLayout;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.TxCompletionRingConsumer;
import org.mpnic.abi.region.TxDescriptorRingProducer;
import org.mpnic.abi.region.WakeWord;

/**
 * A transmit queue: descriptors in, completions out. One thread at a time; nothing is allocated.
 *
 * <pre>
 *   queue.raw(port, address, length, false);   // bytes in TxMemory
 *   queue.ring(false);                         // doorbell
 *   while (queue.done() != queue.posted()) { queue.await(...); queue.poll(); }
 * </pre>
 *
 * <p>What a predecessor that died has posted is not waited for: reset the queue or the card first.
 * The bytes of a descriptor stay as they are until {@link #done} has passed it. Descriptors come
 * back in order.
 *
 * <p>While a queue is open (see {@link #ring}) the card's virtual time waits for its next
 * descriptor: so a run has the same cycles however fast this process is. Who keeps several queues
 * open must not wait for room in one while another has room, and must have bytes for as many
 * descriptors as the card caches, and {@link #SLACK} more, without waiting for any of them.
 */
public final class TxQueue {
  /** Descriptors that may be done and not yet reported when the card waits for the next. */
  public static final int SLACK = 64;

  private static final int MORE = 1 << TxDescriptorLayout.MORE_SHIFT;
  private static final int DATA_FIN = 1 << TxDescriptorLayout.DATA_FIN_SHIFT;

  private final Nic nic;
  private final int number;
  private final TxDescriptorRingProducer descriptors;
  private final TxCompletionRingConsumer completions;
  private final WakeWord wake;
  private final WakeWord deviceWake;
  private int done;
  private long errors;
  private int errorIndex;
  private int errorReason;

  TxQueue(Nic nic, RegionFile region, int number) {
    this.nic = nic;
    this.number = number;
    descriptors = new TxDescriptorRingProducer(region, number);
    completions = new TxCompletionRingConsumer(region, number);
    wake = new WakeWord(region, WakeLayout.txQueue(region.spec().queues(), number));
    deviceWake = new WakeWord(region, WakeLayout.device());
    wake.reset();
    done = descriptors.next();
  }

  /** Number of the queue, from 0. */
  public int number() {
    return number;
  }

  /** Descriptors of the ring. */
  public int entries() {
    return descriptors.entries();
  }

  /** Free-running index of the next descriptor. */
  public int posted() {
    return descriptors.next();
  }

  /** All descriptors before this free-running index came back. */
  public int done() {
    return done;
  }

  /** Descriptors that can be posted now. */
  public int room() {
    return entries() - (posted() - done);
  }

  /**
   * Posts bytes of a frame that leaves as it is; the ring must have room.
   *
   * @param address of its bytes in the region
   * @param length bytes without FCS
   * @param more the frame goes on in the next descriptor
   */
  public void raw(int port, long address, int length, boolean more) {
    descriptors.post(address, length, TxDescriptorType.RAW, more ? MORE : 0, port, 0, 0);
  }

  /**
   * Posts bytes of a frame whose checksum, and with an mss whose segmentation, are the card's; the
   * ring must have room.
   *
   * @param more the frame goes on in the next descriptor; the offload counts in the first one
   */
  public void offload(int port, long address, int length, boolean more, TxOffload offload) {
    descriptors.post(
        address,
        length,
        TxDescriptorType.OFFLOAD,
        more ? MORE : 0,
        port,
        offload.offloadWord(),
        offload.headerWord());
  }

  /**
   * Posts data of a connection; the card maps it behind the data posted before. The ring must have
   * room.
   *
   * @param connection transmit connection
   * @param length bytes; 0 only with dataFin
   * @param dataFin DATA_FIN behind the last byte (RFC 8684 section 3.3.3)
   */
  public void stream(int connection, long address, int length, boolean dataFin) {
    descriptors.post(
        address, length, TxDescriptorType.STREAM, dataFin ? DATA_FIN : 0, connection, 0, 0);
  }

  /**
   * Posts data with a DSN and SSN that it had before: retransmission, or reinjection on another
   * subflow; without bytes a pure ACK. The ring must have room.
   *
   * @param subflow transmit subflow
   */
  public void mapping(int subflow, long dsn, int ssn, long address, int length, boolean dataFin) {
    descriptors.post(
        address, length, TxDescriptorType.MAPPING, dataFin ? DATA_FIN : 0, subflow, ssn, dsn);
  }

  /**
   * Rings the doorbell: the card sees everything posted.
   *
   * @param open more will be posted: virtual time waits for the next descriptor rather than pass it
   *     by; false lets the card go idle behind the last one
   */
  public void ring(boolean open) {
    descriptors.ring(open);
    deviceWake.signal();
  }

  /**
   * As {@link #ring}, without waking the card: when several queues of a card that rests shall begin
   * at one cycle, ring all but the last one so.
   */
  public void ringSilently(boolean open) {
    descriptors.ring(open);
  }

  /**
   * Takes the completions that are there; never waits.
   *
   * @return descriptors that came back
   */
  public int poll() {
    final int before = done;
    boolean any = false;
    while (completions.poll()) {
      any = true;
      final int index = completions.index();
      if (completions.type() == 0) {
        done = index;
      } else {
        errors++;
        errorIndex = index;
        errorReason = completions.reason();
        done = index + 1 - done > 0 ? index + 1 : done;
      }
      completions.release();
    }
    if (any) {
      completions.publish();
      deviceWake.signal();
    }
    return done - before;
  }

  /**
   * Waits until a completion is there that was not taken.
   *
   * @param timeoutNs longest wait in ns, above 0
   * @return whether there is one
   * @throws DeviceLostException there is none, and the device is dead
   */
  public boolean await(long timeoutNs) {
    final long deadline = System.nanoTime() + timeoutNs;
    while (true) {
      final int seen = wake.sequence();
      if (completions.poll()) {
        return true;
      }
      nic.checkDevice();
      final long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wake.await(seen, Math.min(left, Nic.DEATH_CHECK_NS));
    }
  }

  /** Descriptors refused so far. */
  public long errors() {
    return errors;
  }

  /** The last refused descriptor and why, one line; null if none was. */
  public String lastError() {
    return errors == 0
        ? null
        : "transmit queue "
            + number
            + ": descriptor "
            + Integer.toUnsignedLong(errorIndex)
            + " refused: "
            + Reason.label(errorReason);
  }

  /** The device has emptied the rings. */
  void reset() {
    descriptors.resume();
    completions.resume();
    done = 0;
    errors = 0;
  }
}
