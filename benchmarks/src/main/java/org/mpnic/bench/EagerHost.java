package org.mpnic.bench;

import java.util.Arrays;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.Verdict;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventWord;
import org.mpnic.model.top.HostInterface;

/** A host in plain memory that is never late; it keeps the frames' bytes and counts completions. */
public class EagerHost implements HostInterface {
  private final byte[] memory;
  private final int ringEntries;
  private final int bufferBytes;
  private final int good = Verdict.GOOD.code();
  private final int packet = CompletionType.PACKET.code();

  /** Completions of packets since {@link #clear()}. */
  public long packets;

  /** Completions with a good verdict. */
  public long goodVerdicts;

  /** Completions with an exception reason. */
  public long exceptions;

  /** A host with the memory that the card's queues need. */
  public EagerHost(NicConfig config) {
    ringEntries = config.ringEntries();
    bufferBytes = config.bufferBytes();
    memory = new byte[config.queues() * ringEntries * bufferBytes];
  }

  /** Counts from zero. */
  public void clear() {
    packets = 0;
    goodVerdicts = 0;
    exceptions = 0;
  }

  /** Sets all bytes of memory to 0. */
  public void clearMemory() {
    Arrays.fill(memory, (byte) 0);
  }

  /** Whether another host's memory has the same bytes. */
  public boolean sameMemory(EagerHost other) {
    return hasMemory(other.memory);
  }

  /** Whether memory has these bytes. */
  public boolean hasMemory(byte[] bytes) {
    return Arrays.equals(memory, bytes);
  }

  @Override
  public boolean descriptorReady(int queue, int index) {
    return true;
  }

  @Override
  public long descriptorAddress(int queue, int index) {
    return ((long) queue * ringEntries + (index & ringEntries - 1)) * bufferBytes;
  }

  @Override
  public long descriptorLength(int queue, int index) {
    return bufferBytes;
  }

  @Override
  public int descriptorIndex(int queue, int index) {
    return index;
  }

  @Override
  public long dmaStart() {
    return 0;
  }

  @Override
  public long dmaEnd() {
    return memory.length;
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return true;
  }

  @Override
  public boolean eventPlacesFree(int count) {
    return true;
  }

  @Override
  public void write(long address, byte[] source, int offset, int length) {
    System.arraycopy(source, offset, memory, (int) address, length);
  }

  @Override
  public void publish(int queue, CompletionWord completion, long visibleCycle, boolean last) {
    if (completion.type == packet) {
      packets++;
    }
    if (completion.verdict == good) {
      goodVerdicts++;
    }
    if (completion.reason != 0) {
      exceptions++;
    }
  }

  @Override
  public void interrupt(int queue, long cycle) {}

  @Override
  public void event(EventWord event) {}
}
