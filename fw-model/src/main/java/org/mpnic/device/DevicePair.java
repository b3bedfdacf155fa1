package org.mpnic.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mpnic.abi.WireOptions;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionException;
import org.mpnic.device.wire.WireFile;
import org.mpnic.device.wire.Wires;

/** Opens devices that a wire joins: two of this process, or one here and one in another. */
final class DevicePair {
  private DevicePair() {}

  /** Two devices of this process; the first one is end 0. */
  static Device[] open(DeviceOptions first, DeviceOptions second, WireOptions options)
      throws DeviceException {
    WireFile wire = create(first, options);
    try {
      Files.deleteIfExists(wire.path());
    } catch (IOException e) {
      throw cannot("make", wire.path(), e);
    }
    // The second one first: who waits for the first finds both.
    Device last = Device.open(second, new WireJoin(wire.share(), 1, options, first.name()));
    try {
      return new Device[] {Device.open(first, new WireJoin(wire, 0, options, second.name())), last};
    } catch (DeviceException e) {
      last.close();
      wire.close();
      throw e;
    }
  }

  /** A device that makes a wire, for one of this name in another process. */
  static Device openFirst(DeviceOptions first, String peer, WireOptions options)
      throws DeviceException {
    return Device.open(first, new WireJoin(create(first, options), 0, options, peer));
  }

  /** A device at the other end of the wire that a device of this name has made. */
  static Device openSecond(DeviceOptions second, String peer, WireOptions options)
      throws DeviceException {
    Path path = Wires.path(region(second, peer));
    WireFile wire;
    try {
      wire = WireFile.open(path);
      // Nobody else needs the name: when both processes have ended, nothing is left.
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw cannot("join", path, e);
    }
    return Device.open(second, new WireJoin(wire, 1, options, peer));
  }

  private static WireFile create(DeviceOptions first, WireOptions options) throws DeviceException {
    Path region = region(first, first.name());
    try {
      return Wires.create(region, options, first.config());
    } catch (IOException e) {
      throw cannot("make", Wires.path(region), e);
    }
  }

  private static Path region(DeviceOptions options, String name) throws DeviceException {
    try {
      return RegionDirectory.regionPath(options.directory(), name);
    } catch (RegionException e) {
      throw new DeviceException(e.getMessage(), e);
    }
  }

  private static DeviceException cannot(String verb, Path path, IOException e) {
    return new DeviceException(
        "cannot " + verb + " the wire " + path + ": " + e + ": start the other card first", e);
  }
}
