package org.mpnic.cosim.traffic;

import java.nio.file.Path;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.RxTop;

/** Frames of a capture. */
public final class CaptureTraffic implements Traffic {
  public CaptureTraffic(NicConfig config, Path capture, long maxGapCycles) {}

  @Override
  public int beatSpacing() {
    return RxTop.LINE_RATE;
  }

  @Override
  public boolean hasNext() {
    return false;
  }

  @Override
  public PortFrame next() {
    throw new java.util.NoSuchElementException();
  }
}
