package org.mpnic.driver.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionException;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionSpec;
import org.mpnic.abi.region.Side;
import org.mpnic.abi.region.SideLock;

/** The cards of one directory, those without a process included. */
public final class CardDirectory {
  private static final long POLL_MS = 10;

  private CardDirectory() {}

  /**
   * All cards of a directory, by name.
   *
   * @throws RegionException the directory cannot be read
   */
  public static List<CardSummary> list(Path directory) {
    List<CardSummary> cards = new ArrayList<>();
    for (String name : RegionDirectory.list(directory)) {
      cards.add(summary(directory, name));
    }
    return cards;
  }

  /**
   * One card.
   *
   * @throws RegionException there is none of that name; the message names those that there are
   */
  public static CardSummary find(Path directory, String name) {
    if (!Files.exists(RegionDirectory.regionPath(directory, name))) {
      List<String> names = RegionDirectory.list(directory);
      throw new RegionException(
          "no device '"
              + name
              + "' in "
              + directory
              + ": "
              + (names.isEmpty() ? "there is none" : "there is " + String.join(", ", names))
              + ": start one with mpnic device start --name "
              + name);
    }
    return summary(directory, name);
  }

  private static CardSummary summary(Path directory, String name) {
    Path region = RegionDirectory.regionPath(directory, name);
    long devicePid = SideLock.holder(region, Side.DEVICE);
    long hostPid = SideLock.holder(region, Side.HOST);
    boolean alive = devicePid != 0;
    try (RegionFile file = RegionFile.open(region)) {
      RegionSpec spec = file.spec();
      return new CardSummary(
          name,
          region,
          alive,
          alive ? state(file.register(RegisterTable.DEVICE_STATE)) : "stale",
          devicePid,
          hostPid,
          file.register(RegisterTable.GENERATION),
          spec.ports(),
          spec.queues(),
          spec.ringEntries(),
          spec.bufferBytes(),
          file.layout().regionBytes(),
          null);
    } catch (RegionException unusable) {
      return new CardSummary(
          name,
          region,
          alive,
          "unusable",
          devicePid,
          hostPid,
          0,
          0,
          0,
          0,
          0,
          size(region),
          unusable.getMessage());
    }
  }

  private static String state(long code) {
    DeviceState state = DeviceState.of((int) code);
    return state == null ? "state_" + code : state.label();
  }

  private static long size(Path region) {
    try {
      return Files.size(region);
    } catch (IOException gone) {
      return 0;
    }
  }

  /**
   * Ends the device process of a card, if one lives, and removes its region: politely first, by
   * force when it does not go.
   *
   * @param patienceMs time that the process has to go by itself, in milliseconds
   * @return true if a process was ended, false if only a stale region was removed
   * @throws RegionException the process could not be ended, or the region not removed
   */
  public static boolean stop(Path directory, String name, long patienceMs) {
    Path region = find(directory, name).region();
    long pid = SideLock.holder(region, Side.DEVICE);
    if (pid != 0) {
      ProcessHandle device = ProcessHandle.of(pid).orElse(null);
      if (device != null && !device.destroy()) {
        throw new RegionException(
            "cannot end process " + pid + " of device '" + name + "': run as the device's user");
      }
      if (!gone(region, pid, patienceMs) && device != null) {
        device.destroyForcibly();
        if (!gone(region, pid, patienceMs)) {
          throw new RegionException("process " + pid + " of device '" + name + "' does not end");
        }
      }
    }
    remove(region);
    return pid != 0;
  }

  private static boolean gone(Path region, long pid, long patienceMs) {
    long deadlineNs = System.nanoTime() + patienceMs * 1_000_000;
    while (SideLock.holder(region, Side.DEVICE) == pid) {
      if (System.nanoTime() > deadlineNs) {
        return false;
      }
      try {
        Thread.sleep(POLL_MS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /**
   * Removes what a device of the caller's own left behind, a half-made region included. The caller
   * may still be attached as its host.
   */
  public static void discard(Path directory, String name) {
    Path region = RegionDirectory.regionPath(directory, name);
    if (SideLock.holder(region, Side.DEVICE) == 0) {
      SideLock.removeRegion(region);
    }
  }

  /** Removes a region that no device serves; the lock keeps a device from starting meanwhile. */
  private static void remove(Path region) {
    try (SideLock lock = SideLock.acquire(region, Side.DEVICE)) {
      if (!lock.isOtherAlive()) {
        SideLock.removeRegion(region);
      }
    }
  }
}
