package org.mpnic.abi.region;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import org.mpnic.abi.AbiVersion;
import org.mpnic.abi.RegionHeaderLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.Section;

/** Writes a region's header, and reads one that it does not trust. */
final class RegionHeader {
  private static final int NAME_BYTES = 64;
  private static final int SECTION_PLACES = 32;

  private RegionHeader() {}

  /** Fills the header; the version word last, with release. */
  static void write(RegionMemory memory, RegionLayout layout) {
    RegionSpec spec = layout.spec();
    memory.putLong(RegionHeaderLayout.MAGIC, RegionHeaderLayout.MAGIC_VALUE);
    memory.putInt(RegionHeaderLayout.HEADER_BYTES, RegionHeaderLayout.BYTES);
    memory.putLong(RegionHeaderLayout.REGION_BYTES, layout.regionBytes());
    memory.putLong(RegionHeaderLayout.FEATURES, 0);
    memory.putInt(RegionHeaderLayout.PORTS, spec.ports());
    memory.putInt(RegionHeaderLayout.QUEUES, spec.queues());
    memory.putInt(RegionHeaderLayout.RING_ENTRIES, spec.ringEntries());
    memory.putInt(RegionHeaderLayout.COMPLETION_ENTRIES, spec.completionEntries());
    memory.putInt(RegionHeaderLayout.BUFFER_BYTES, spec.bufferBytes());
    memory.putInt(RegionHeaderLayout.CONNECTION_RECORDS, spec.connections());
    memory.putInt(RegionHeaderLayout.SUBFLOW_RECORDS, spec.subflows());
    memory.putInt(RegionHeaderLayout.EVENT_ENTRIES, spec.eventEntries());
    memory.putInt(RegionHeaderLayout.ADMIN_ENTRIES, spec.adminEntries());
    memory.putInt(RegionHeaderLayout.SECTION_COUNT, Section.count());
    memory.putLong(RegionHeaderLayout.CLOCK_MILLIHERTZ, spec.clockMillihertz());
    memory.putInt(RegionHeaderLayout.TX_QUEUES, spec.txQueues());
    memory.putInt(RegionHeaderLayout.TX_RING_ENTRIES, spec.txRingEntries());
    memory.putInt(RegionHeaderLayout.TX_MEMORY_BYTES, spec.txMemoryBytes());
    byte[] name = spec.name().getBytes(StandardCharsets.UTF_8);
    memory.putBytes(RegionHeaderLayout.NAME, name, 0, name.length);
    long entry = RegionHeaderLayout.SECTION_TABLE;
    for (Section section : Section.values()) {
      memory.putInt(entry, section.code());
      memory.putInt(entry + 4, (int) RegionLayout.entryBytes(section, spec));
      memory.putLong(entry + 8, layout.offset(section));
      memory.putLong(entry + 16, RegionLayout.entries(section, spec));
      entry += RegionHeaderLayout.SECTION_ENTRY_BYTES;
    }
    memory.putIntRelease(RegionHeaderLayout.VERSION, AbiVersion.WORD);
  }

  /** Refuses what is no finished region of this version, before it is mapped. */
  static void checkFile(Path path, long bytes) {
    ByteBuffer head = ByteBuffer.allocate(RegionHeaderLayout.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (head.hasRemaining() && channel.read(head) >= 0) {
        continue;
      }
    } catch (IOException e) {
      throw new RegionException("cannot read region " + path + ": " + FileErrors.text(e), e);
    }
    if (head.hasRemaining()) {
      throw notRegion(path, "it has " + bytes + " bytes, a header has " + head.capacity());
    }
    if (head.getLong(RegionHeaderLayout.MAGIC) != RegionHeaderLayout.MAGIC_VALUE) {
      throw notRegion(path, "it does not begin with MPNICREG");
    }
    int version = head.getInt(RegionHeaderLayout.VERSION);
    if (version >>> 16 != AbiVersion.MAJOR) {
      throw new RegionException(
          "region "
              + path
              + " has version "
              + AbiVersion.text(version)
              + ", this program speaks "
              + AbiVersion.text(AbiVersion.WORD)
              + ": use the same release for device and host");
    }
    long wanted = head.getLong(RegionHeaderLayout.REGION_BYTES);
    if (wanted != bytes) {
      throw new RegionException(
          "region "
              + path
              + " is damaged: "
              + bytes
              + " bytes, its header says "
              + wanted
              + ": stop and start the device");
    }
  }

  /** Layout that the header tells, every value checked against the file and this version. */
  static RegionLayout read(RegionMemory memory, Path path) {
    int version = memory.getIntAcquire(RegionHeaderLayout.VERSION);
    if (version >>> 16 != AbiVersion.MAJOR) {
      throw notRegion(path, "version " + AbiVersion.text(version));
    }
    RegionSpec spec = readSpec(memory, path);
    Map<Section, Long> offsets = new EnumMap<>(Section.class);
    int count = memory.getInt(RegionHeaderLayout.SECTION_COUNT);
    int places = SECTION_PLACES;
    if (count < 0 || count > places) {
      throw damaged(path, "section_count=" + count);
    }
    for (int i = 0; i < count; i++) {
      long entry =
          RegionHeaderLayout.SECTION_TABLE + (long) i * RegionHeaderLayout.SECTION_ENTRY_BYTES;
      int code = memory.getInt(entry);
      for (Section section : Section.values()) {
        if (section.code() == code) {
          offsets.put(section, checkSection(memory, entry, section, spec, path));
        }
      }
    }
    for (Section section : Section.values()) {
      if (!offsets.containsKey(section)) {
        throw damaged(path, "no section " + section.label());
      }
    }
    return RegionLayout.at(spec, offsets, memory.bytes());
  }

  private static RegionSpec readSpec(RegionMemory memory, Path path) {
    byte[] name = new byte[NAME_BYTES];
    memory.getBytes(RegionHeaderLayout.NAME, name, 0, name.length);
    try {
      return new RegionSpec(
          new String(name, StandardCharsets.UTF_8).trim(),
          memory.getInt(RegionHeaderLayout.PORTS),
          memory.getInt(RegionHeaderLayout.QUEUES),
          memory.getInt(RegionHeaderLayout.RING_ENTRIES),
          memory.getInt(RegionHeaderLayout.COMPLETION_ENTRIES),
          memory.getInt(RegionHeaderLayout.BUFFER_BYTES),
          memory.getInt(RegionHeaderLayout.CONNECTION_RECORDS),
          memory.getInt(RegionHeaderLayout.SUBFLOW_RECORDS),
          memory.getInt(RegionHeaderLayout.EVENT_ENTRIES),
          memory.getInt(RegionHeaderLayout.ADMIN_ENTRIES),
          memory.getLong(RegionHeaderLayout.CLOCK_MILLIHERTZ),
          memory.getInt(RegionHeaderLayout.TX_QUEUES),
          memory.getInt(RegionHeaderLayout.TX_RING_ENTRIES),
          memory.getInt(RegionHeaderLayout.TX_MEMORY_BYTES));
    } catch (IllegalArgumentException e) {
      throw damaged(path, e.getMessage());
    }
  }

  private static long checkSection(
      RegionMemory memory, long entry, Section section, RegionSpec spec, Path path) {
    int entryBytes = memory.getInt(entry + 4);
    long offset = memory.getLong(entry + 8);
    long count = memory.getLong(entry + 16);
    long needed = RegionLayout.entries(section, spec);
    if (entryBytes != RegionLayout.entryBytes(section, spec) || count < needed) {
      throw damaged(
          path, "section " + section.label() + " has " + count + " entries of " + entryBytes);
    }
    long last = memory.bytes() - needed * entryBytes;
    if (offset < RegionHeaderLayout.BYTES || offset % 64 != 0 || offset > last) {
      throw damaged(path, "section " + section.label() + " at " + offset);
    }
    return offset;
  }

  private static RegionException notRegion(Path path, String why) {
    return new RegionException(
        path + " is not a region of mpnic: " + why + ": start the device, or name another");
  }

  private static RegionException damaged(Path path, String what) {
    return new RegionException(
        "region " + path + " is damaged: " + what + ": stop and start the device");
  }
}
