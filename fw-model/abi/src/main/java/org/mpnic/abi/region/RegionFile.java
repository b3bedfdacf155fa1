package org.mpnic.abi.region;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.core.io.ReferenceOwner;
import org.mpnic.abi.RegionMemory;

/**
 * A region file, mapped.
 *
 * <p>The device creates it: under another name, whole, on storage that is reserved, and then
 * renames it, so that nobody ever opens half a region and a full file system is an error here and
 * not a fault later. A device that starts again makes a new file; a host that has the old one
 * mapped keeps it, with all that was published, until it closes it.
 */
public final class RegionFile implements AutoCloseable {
  private final Path path;
  private final MappedFile file;
  private final MappedBytesStore store;
  private final ReferenceOwner owner;
  private final RegionMemory memory;
  private final RegionLayout layout;
  private final Object identity;
  private boolean closed;

  private RegionFile(Path path, long bytes, RegionSpec created) {
    this.path = path;
    this.identity = identity(path);
    this.owner = ReferenceOwner.temporary("region");
    try {
      file = MappedFile.ofSingle(path.toFile(), bytes, false);
      store = file.acquireByteStore(owner, 0);
    } catch (IOException e) {
      throw new RegionException("cannot map region " + path + ": " + FileErrors.text(e), e);
    }
    memory = new RegionMemory(store, bytes);
    try {
      if (created == null) {
        layout = RegionHeader.read(memory, path);
      } else {
        layout = RegionLayout.of(created);
        RegionHeader.write(memory, layout);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Makes a region, mode 0600, in place of any older one of that path; the caller holds the device
   * lock.
   *
   * @throws RegionException no space, no permission, no such directory
   */
  public static RegionFile create(Path path, RegionSpec spec) {
    long bytes = RegionLayout.of(spec).regionBytes();
    Path unfinished = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.deleteIfExists(unfinished);
      reserve(unfinished, bytes);
      new RegionFile(unfinished, bytes, spec).close();
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new RegionException("cannot create region " + path + ": " + FileErrors.text(e), e);
    }
    return new RegionFile(path, bytes, null);
  }

  /**
   * Maps an existing region.
   *
   * @throws RegionException no such region, no permission, not a region, truncated, or of another
   *     major version
   */
  public static RegionFile open(Path path) {
    long bytes;
    try {
      bytes = Files.size(path);
    } catch (IOException e) {
      throw new RegionException(
          "cannot open region " + path + ": " + FileErrors.text(e) + ": see mpnic device list", e);
    }
    if (!Files.isReadable(path) || !Files.isWritable(path)) {
      throw new RegionException(
          "cannot open region " + path + ": permission denied: run as the device's user");
    }
    RegionHeader.checkFile(path, bytes);
    return new RegionFile(path, bytes, null);
  }

  private static void reserve(Path path, long bytes) {
    int flags = Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC;
    int descriptor = Libc.open(path.toString(), flags, 0600);
    if (descriptor < 0) {
      throw new RegionException(
          "cannot create "
              + path
              + ": "
              + FileErrors.text(Native.getLastError())
              + ": choose another directory with --dir");
    }
    int error = Libc.reserve(descriptor, bytes);
    Libc.close(descriptor);
    if (error != 0) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new RegionException("cannot remove " + path + ": " + FileErrors.text(e), e);
      }
      throw new RegionException(
          "cannot create "
              + path
              + ": "
              + FileErrors.text(error)
              + " for "
              + bytes
              + " bytes: choose another directory with --dir, or fewer queues or buffers");
    }
  }

  /** File that this region was opened from. */
  public Path path() {
    return path;
  }

  /** The mapped bytes. */
  public RegionMemory memory() {
    return memory;
  }

  /** Where everything is. */
  public RegionLayout layout() {
    return layout;
  }

  /** Geometry, as the header tells it. */
  public RegionSpec spec() {
    return layout.spec();
  }

  /** Value of a register, loaded with acquire. */
  public long register(int register) {
    return memory.getLongAcquire(layout.register(register));
  }

  /** Stores a register with release. */
  public void register(int register, long value) {
    memory.putLongRelease(layout.register(register), value);
  }

  /** Value of a counter, loaded with acquire. */
  public long counter(int index) {
    return memory.getLongAcquire(layout.counter(index));
  }

  /** Stores a counter with release. */
  public void counter(int index, long value) {
    memory.putLongRelease(layout.counter(index), value);
  }

  /**
   * Records this process as the side: process id, one more generation. It holds the side's lock.
   */
  public long attach(Side side) {
    long generation = register(side.generationRegister()) + 1;
    register(side.pidRegister(), ProcessHandle.current().pid());
    register(side.generationRegister(), generation);
    return generation;
  }

  /** Whether the path leads to another file now, or to none: the device made a new region. */
  public boolean isReplaced() {
    return !identity.equals(identity(path));
  }

  private static Object identity(Path path) {
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null ? path : key;
    } catch (IOException e) {
      return "none";
    }
  }

  /** Unmaps the file. Nothing of this region may be touched afterwards. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory.close();
      store.release(owner);
      file.releaseLast();
    }
  }
}
