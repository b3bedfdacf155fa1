package org.mpnic.abi.region;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lock that says that a side lives: the kernel drops it when the process dies, however it dies.
 *
 * <p>It is an open file description lock (fcntl(2), F_OFD_SETLK) on the side's 8 bytes of the file
 * beside the region; the bytes hold the process id. Unlike POSIX record locks, no other close of
 * the file in the same process drops it, and two attaches in one process exclude each other.
 */
public final class SideLock implements AutoCloseable {
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;
  private static final int FLOCK_BYTES = 32;
  private static final int LOCK_BYTES = 8;

  private final Path path;
  private final Side side;
  private final int descriptor;
  private boolean closed;

  private SideLock(Path path, Side side, int descriptor) {
    this.path = path;
    this.side = side;
    this.descriptor = descriptor;
  }

  /**
   * Takes a side's lock of a region, or refuses at once.
   *
   * @throws RegionException the side is taken, with its process id; or the lock file cannot be used
   */
  public static SideLock acquire(Path region, Side side) {
    Path path = RegionDirectory.lockPath(region);
    while (true) {
      int descriptor =
          Libc.open(path.toString(), Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC, 0600);
      if (descriptor < 0) {
        throw new RegionException(
            "cannot open lock "
                + path
                + ": "
                + FileErrors.text(Native.getLastError())
                + ": run as the device's user, or choose another directory with --dir");
      }
      if (!lock(descriptor, side)) {
        Libc.close(descriptor);
        throw new RegionException(
            "the "
                + side.label()
                + " side of "
                + region
                + " is taken by process "
                + storedPid(path, side)
                + ": end that process first");
      }
      if (isStillAt(descriptor, path)) {
        storePid(path, side);
        return new SideLock(path, side, descriptor);
      }
      Libc.close(descriptor);
    }
  }

  /** Process id of the living holder of a side, or 0 if nobody holds it. */
  public static long holder(Path region, Side side) {
    Path path = RegionDirectory.lockPath(region);
    int descriptor = Libc.open(path.toString(), Libc.O_RDWR | Libc.O_CLOEXEC, 0);
    if (descriptor < 0) {
      return 0;
    }
    try {
      return isFree(descriptor, side) ? 0 : storedPid(path, side);
    } finally {
      Libc.close(descriptor);
    }
  }

  /**
   * Removes a region, its lock file last; the caller holds the device lock, nobody the host's. That
   * gives the lock up: another process may make the region anew at once.
   */
  public static void removeRegion(Path region) {
    try {
      Files.deleteIfExists(region);
      Files.deleteIfExists(region.resolveSibling(region.getFileName() + ".new"));
      Files.deleteIfExists(RegionDirectory.lockPath(region));
    } catch (IOException e) {
      throw new RegionException("cannot remove region " + region + ": " + FileErrors.text(e), e);
    }
  }

  /** The side that this lock is for. */
  public Side side() {
    return side;
  }

  /** Whether the other side lives now. */
  public boolean isOtherAlive() {
    return !isFree(descriptor, side.other());
  }

  /** Process id that the other side stored when it last took its lock. */
  public long otherPid() {
    return storedPid(path, side.other());
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(descriptor);
    }
  }

  private static boolean lock(int descriptor, Side side) {
    try (Memory flock = flock(F_WRLCK, side)) {
      return Libc.fcntl(descriptor, Libc.F_OFD_SETLK, Pointer.nativeValue(flock)) == 0;
    }
  }

  private static boolean isFree(int descriptor, Side side) {
    try (Memory flock = flock(F_WRLCK, side)) {
      int result = Libc.fcntl(descriptor, Libc.F_OFD_GETLK, Pointer.nativeValue(flock));
      return result == 0 && flock.getShort(0) == F_UNLCK;
    }
  }

  private static Memory flock(short type, Side side) {
    Memory flock = new Memory(FLOCK_BYTES);
    flock.clear();
    flock.setShort(0, type);
    flock.setLong(8, side.lockOffset());
    flock.setLong(16, LOCK_BYTES);
    return flock;
  }

  /** False if the file was removed between open and lock: then another file is the lock now. */
  private static boolean isStillAt(int descriptor, Path path) {
    try {
      Object locked = Files.getAttribute(Path.of("/proc/self/fd/" + descriptor), "unix:ino");
      return locked.equals(Files.getAttribute(path, "unix:ino"));
    } catch (IOException e) {
      return false;
    }
  }

  private static void storePid(Path path, Side side) {
    ByteBuffer pid = ByteBuffer.allocate(LOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    pid.putLong(0, ProcessHandle.current().pid());
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(pid, side.lockOffset());
    } catch (IOException e) {
      throw new RegionException("cannot write lock " + path + ": " + FileErrors.text(e), e);
    }
  }

  private static long storedPid(Path path, Side side) {
    ByteBuffer pid = ByteBuffer.allocate(LOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.read(pid, side.lockOffset());
      return pid.getLong(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
