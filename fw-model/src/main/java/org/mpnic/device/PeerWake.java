package org.mpnic.device;

import java.nio.file.Path;
import org.mpnic.abi.WakeLayout;
import org.mpnic.abi.region.RegionException;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.WakeWord;

/** Wakes the device at the other end of a wire, which may be in another process. */
final class PeerWake implements Runnable, AutoCloseable {
  private final Path path;
  private RegionFile region;
  private WakeWord wake;

  /**
   * A waker.
   *
   * @param path of the other device's region, which may not be there yet: that device looks at the
   *     wire when it starts
   */
  PeerWake(Path path) {
    this.path = path;
  }

  @Override
  public void run() {
    if (wake == null) {
      try {
        region = RegionFile.open(path);
        wake = new WakeWord(region, WakeLayout.device());
      } catch (RegionException e) {
        return;
      }
    }
    wake.signal();
  }

  @Override
  public void close() {
    wake = null;
    if (region != null) {
      region.close();
      region = null;
    }
  }
}
