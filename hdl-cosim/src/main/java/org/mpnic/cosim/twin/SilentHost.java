package org.mpnic.cosim.twin;

import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventWord;
import org.mpnic.model.top.HostInterface;

/** A host that has a place for everything, looks at nothing and posts no descriptors. */
class SilentHost implements HostInterface {
  @Override
  public boolean descriptorReady(int queue, int index) {
    return true;
  }

  @Override
  public long descriptorAddress(int queue, int index) {
    return 0;
  }

  @Override
  public long descriptorLength(int queue, int index) {
    return 0;
  }

  @Override
  public int descriptorIndex(int queue, int index) {
    return 0;
  }

  @Override
  public long dmaStart() {
    return 0;
  }

  @Override
  public long dmaEnd() {
    return 0;
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
  public void write(long address, byte[] source, int offset, int length) {}

  @Override
  public void publish(int queue, CompletionWord completion, long visibleCycle, boolean last) {}

  @Override
  public void interrupt(int queue, long cycle) {}

  @Override
  public void event(EventWord event) {}
}
