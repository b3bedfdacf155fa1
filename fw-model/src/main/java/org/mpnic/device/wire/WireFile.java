package org.mpnic.device.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.core.io.ReferenceOwner;
import org.mpnic.abi.AbiLimits;
import org.mpnic.abi.RegionMemory;

/**
 * The memory that the two ends of a wire share: a ring of frames per direction and port, and how
 * far each end has come. Two processes map the same file, two cards of one process the same object.
 *
 * <pre>
 *   header     0 magic   8 ports   16 ring bytes   24 delay cycles   32 clock, Hz
 *   end e      at 4096 + 256 e: rounds done, 128 behind it rounds wanted
 *   ring       e, p: 256 bytes of producer and, 128 behind it, consumer; then its bytes
 * </pre>
 *
 * <p>An end trusts the other as far as the other is a device of this release: the file has mode
 * 0600.
 */
public final class WireFile implements AutoCloseable {
  private static final long MAGIC = 0x3145524957434950L;
  private static final int HEADER = 4096;
  private static final int ENDS = 256;
  private static final int INDICES = 256;
  private static final int LINE = 128;

  private final Path path;
  private final MappedFile file;
  private final MappedBytesStore store;
  private final ReferenceOwner owner = ReferenceOwner.temporary("wire");
  private final RegionMemory memory;
  private final int ports;
  private final int ringBytes;
  private final long delayCycles;
  private final long clockHz;
  private int users = 1;

  private WireFile(Path path, long bytes) throws IOException {
    this.path = path;
    file = MappedFile.ofSingle(path.toFile(), bytes, false);
    store = file.acquireByteStore(owner, 0);
    memory = new RegionMemory(store, bytes);
    ports = memory.getInt(8);
    ringBytes = memory.getInt(16);
    delayCycles = memory.getLong(24);
    clockHz = memory.getLong(32);
  }

  /**
   * Makes a wire.
   *
   * @param delayCycles 1 or more
   * @param ringBytes of each direction and port, a power of two
   */
  public static WireFile create(Path path, int ports, long delayCycles, int ringBytes, long clockHz)
      throws IOException {
    long bytes = HEADER + 2 * ENDS + 2L * ports * (INDICES + ringBytes) + HEADER - 1 & -HEADER;
    Files.deleteIfExists(path);
    WirePermissions.make(path);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(0, MAGIC).putInt(8, ports).putInt(16, ringBytes);
    header.putLong(24, delayCycles).putLong(32, clockHz);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(header, 0);
      channel.write(ByteBuffer.allocate(1), bytes - 1);
    }
    return new WireFile(path, bytes);
  }

  /** Maps a wire that the other end has made. */
  public static WireFile open(Path path) throws IOException {
    long bytes = Files.size(path);
    if (bytes >= HEADER) {
      WireFile wire = new WireFile(path, bytes);
      if (wire.memory.getLongAcquire(0) == MAGIC && wire.fits(bytes)) {
        return wire;
      }
      wire.close();
    }
    throw new IOException(path + " is no wire of this release");
  }

  private boolean fits(long bytes) {
    return ports > 0
        && ports <= AbiLimits.MAX_PORTS
        && Integer.bitCount(ringBytes) == 1
        && ringBytes > 0
        && delayCycles > 0
        && HEADER + 2 * ENDS + 2L * ports * (INDICES + (long) ringBytes) <= bytes;
  }

  /** Another card of this process uses it, too: one {@link #close} more. */
  public WireFile share() {
    users++;
    return this;
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  int ports() {
    return ports;
  }

  int ringBytes() {
    return ringBytes;
  }

  /** Cycles from departure to arrival. */
  public long delayCycles() {
    return delayCycles;
  }

  /** Clock of both cards, Hz. */
  public long clockHz() {
    return clockHz;
  }

  RegionMemory memory() {
    return memory;
  }

  long roundsDone(int end) {
    return memory.getLongAcquire(HEADER + (long) end * ENDS);
  }

  void roundsDone(int end, long rounds) {
    memory.putLongRelease(HEADER + (long) end * ENDS, rounds);
  }

  long roundsWanted(int end) {
    return memory.getLongAcquire(HEADER + (long) end * ENDS + LINE);
  }

  void roundsWanted(int end, long rounds) {
    memory.putLongRelease(HEADER + (long) end * ENDS + LINE, rounds);
  }

  /** Offset of the producer index of the ring that an end writes to. */
  long ring(int end, int port) {
    return HEADER + 2 * ENDS + ((long) end * ports + port) * (INDICES + ringBytes);
  }

  static long consumer(long ring) {
    return ring + LINE;
  }

  static long data(long ring) {
    return ring + INDICES;
  }

  @Override
  public synchronized void close() {
    users--;
    if (users == 0) {
      memory.close();
      store.release(owner);
      file.releaseLast();
    }
  }
}
