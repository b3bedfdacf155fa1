package org.mpnic.abi.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.RegionHeaderLayout;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.Section;

class RegionFileTest {
  private static final RegionSpec SPEC = RegionSpec.defaults("nic0").withQueues(2, 16, 2048);

  @TempDir Path directory;

  @Test
  void shouldDescribeItselfWhenOpenedAgain() throws IOException {
    Path path = RegionDirectory.regionPath(directory, "nic0");
    try (RegionFile created = RegionFile.create(path, SPEC);
        RegionFile opened = RegionFile.open(path)) {
      created.register(RegisterTable.VIRTUAL_CYCLE, 4711);
      assertThat(opened.spec()).isEqualTo(SPEC);
      assertThat(opened.register(RegisterTable.VIRTUAL_CYCLE)).isEqualTo(4711);
      assertThat(opened.layout().dmaStart()).isEqualTo(created.layout().dmaStart());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
    assertThat(RegionDirectory.list(directory)).containsExactly("nic0");
    ByteBuffer head = bytes(path);
    byte[] magic = new byte[8];
    head.get(0, magic);
    assertThat(new String(magic, java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("MPNICREG");
    assertThat(head.getInt(8)).isEqualTo(0x0001_0003);
  }

  @Test
  void shouldKeepSectionsApartAndAligned() {
    RegionLayout layout = RegionLayout.of(SPEC);
    long end = RegionHeaderLayout.BYTES;
    for (Section section : Section.values()) {
      assertThat(layout.offset(section)).as(section.label()).isGreaterThanOrEqualTo(end);
      assertThat(layout.offset(section) % 4096).as(section.label()).isZero();
      end = layout.offset(section) + layout.bytes(section);
    }
    assertThat(layout.regionBytes()).isGreaterThanOrEqualTo(end);
    assertThat(layout.buffer(1, 15) + 2048).isEqualTo(layout.offset(Section.TX_MEMORY));
    assertThat(layout.dmaEnd() - layout.offset(Section.TX_MEMORY)).isEqualTo(1 << 16);
  }

  @Test
  void shouldNameBothVersionsWhenMajorDiffers() throws IOException {
    Path path = create();
    patch(path, RegionHeaderLayout.VERSION, 7 << 16 | 3);
    assertThatThrownBy(() -> RegionFile.open(path))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("7.3")
        .hasMessageContaining("1.3")
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldRefuseWhenVersionWordIsNotStored() throws IOException {
    Path path = create();
    patch(path, RegionHeaderLayout.VERSION, 0);
    assertThatThrownBy(() -> RegionFile.open(path)).isInstanceOf(RegionException.class);
  }

  @Test
  void shouldRefuseWhenTruncatedOrForeignOrAbsent() throws IOException {
    Path path = create();
    byte[] all = Files.readAllBytes(path);
    Files.write(path, java.util.Arrays.copyOf(all, all.length / 2));
    assertThatThrownBy(() -> RegionFile.open(path))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("" + all.length / 2);
    Files.write(path, new byte[100]);
    assertThatThrownBy(() -> RegionFile.open(path)).isInstanceOf(RegionException.class);
    Files.write(path, new byte[10000]);
    assertThatThrownBy(() -> RegionFile.open(path))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("is not a region of mpnic");
    Files.delete(path);
    assertThatThrownBy(() -> RegionFile.open(path))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void shouldRefuseWhenSectionLiesOutsideTheFile() throws IOException {
    Path path = create();
    for (int section = 0; section < Section.count(); section++) {
      int entry = RegionHeaderLayout.SECTION_TABLE + 32 * section;
      byte[] all = Files.readAllBytes(path);
      patch(path, entry + 12, 0x7fff_ffff);
      patch(path, entry + 8, 0xffff_ffc0);
      assertThatThrownBy(() -> RegionFile.open(path))
          .as("section " + section)
          .isInstanceOf(RegionException.class)
          .hasMessageContaining("damaged");
      Files.write(path, all);
    }
    RegionFile.open(path).close();
  }

  @Test
  void shouldSayNoSpaceWhenFileSystemIsFull() throws IOException {
    RegionSpec huge = RegionSpec.defaults("huge").withQueues(64, 65536, 65536);
    long space = Files.getFileStore(Path.of(RegionDirectory.DEFAULT)).getTotalSpace();
    Assumptions.assumeTrue(space < RegionLayout.of(huge).regionBytes(), "it would fit");
    Path path =
        RegionDirectory.regionPath(Path.of(RegionDirectory.DEFAULT), "full-" + System.nanoTime());
    assertThatThrownBy(() -> RegionFile.create(path, huge))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("no space left")
        .hasMessageContaining("--dir");
    assertThat(path).doesNotExist();
    assertThat(path.resolveSibling(path.getFileName() + ".new")).doesNotExist();
  }

  @Test
  void shouldSayWhatIsMissingWhenTheDirectoryIsNotThere() {
    Path path = RegionDirectory.regionPath(directory.resolve("none"), "nic0");
    assertThatThrownBy(() -> RegionFile.create(path, SPEC))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("none")
        .hasMessageContaining("no such file or directory")
        .hasMessageContaining("--dir");
    assertThatThrownBy(() -> SideLock.acquire(path, Side.HOST))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("no such file or directory");
    assertThatThrownBy(() -> RegionDirectory.list(directory.resolve("none")))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void shouldNoticeWhenTheDeviceMadeANewFile() {
    Path path = RegionDirectory.regionPath(directory, "nic0");
    try (RegionFile old = RegionFile.create(path, SPEC)) {
      old.register(RegisterTable.VIRTUAL_CYCLE, 1);
      assertThat(old.isReplaced()).isFalse();
      try (RegionFile fresh = RegionFile.create(path, SPEC)) {
        assertThat(old.isReplaced()).isTrue();
        assertThat(fresh.isReplaced()).isFalse();
        assertThat(fresh.register(RegisterTable.VIRTUAL_CYCLE)).isZero();
        assertThat(old.register(RegisterTable.VIRTUAL_CYCLE)).isEqualTo(1);
      }
    }
  }

  @Test
  void shouldRefuseNamesThatLeaveTheDirectory() {
    assertThatThrownBy(() -> RegionDirectory.regionPath(directory, "../x"))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("../x");
  }

  private Path create() {
    Path path = RegionDirectory.regionPath(directory, "nic0");
    RegionFile.create(path, SPEC).close();
    return path;
  }

  private static ByteBuffer bytes(Path path) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void patch(Path path, int offset, int value) throws IOException {
    ByteBuffer all = bytes(path);
    all.putInt(offset, value);
    Files.write(path, all.array());
  }
}
