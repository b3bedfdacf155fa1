package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.AbiVersion;
import org.mpnic.abi.RegionHeaderLayout;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionSpec;

/**
 * What a user is told about cards that are not there or cannot be used: one line, exit status 1.
 */
class DeviceErrorsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"stats", "rings", "regs", "connections"})
  void shouldNameTheCardThatIsUnknown(String noun) {
    ToolRun run = ToolRun.inProcess(noun, "show", "-d", "nic7", "--dir", directory.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "mpnic: no device 'nic7' in "
                + directory
                + ": there is none: start one with mpnic device start --name nic7\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stats", "rings", "regs", "connections"})
  void shouldNameBothVersionsOfARegionOfAnotherVersion(String noun) throws IOException {
    Path region = create("nic0");
    try (RandomAccessFile file = new RandomAccessFile(region.toFile(), "rw")) {
      file.seek(RegionHeaderLayout.VERSION + 2);
      file.write(7);
    }

    ToolRun run = ToolRun.inProcess(noun, "show", "--dir", directory.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err())
        .startsWith("mpnic: region " + region)
        .contains("version 7." + AbiVersion.MINOR, "speaks 1." + AbiVersion.MINOR);
  }

  @Test
  void shouldSayThatAFileIsNoRegion() throws IOException {
    Files.write(directory.resolve("mpnic-nic0"), new byte[8192]);

    ToolRun run = ToolRun.inProcess("stats", "show", "--dir", directory.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("is not a region of mpnic");
  }

  @Test
  void shouldNameTheFolderThatIsMissing() {
    Path missing = directory.resolve("missing");

    ToolRun run = ToolRun.inProcess("device", "list", "--dir", missing.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "mpnic: no such folder "
                + missing
                + " for shared memory: create it or give another with --dir\n");
  }

  @Test
  void shouldRefuseANameThatWouldLeaveTheFolder() {
    ToolRun run = ToolRun.inProcess("device", "stop", "../x", "--dir", directory.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("mpnic: '../x' is no name for a card");
  }

  @Test
  void shouldListAStaleCardAndRemoveIt() {
    Path region = create("old");

    ToolRun list = ToolRun.inProcess("device", "list", "--dir", directory.toString());
    assertThat(list.status()).isZero();
    assertThat(list.out()).contains("old   stale", "mpnic device stop old");

    ToolRun stop = ToolRun.inProcess("device", "stop", "old", "--dir", directory.toString());
    assertThat(stop.status()).isZero();
    assertThat(stop.out()).isEqualTo("old: stale region removed\n");
    assertThat(region).doesNotExist();

    ToolRun after = ToolRun.inProcess("device", "list", "--dir", directory.toString());
    assertThat(after.out()).isEqualTo("no devices in " + directory + "\n");
  }

  @Test
  void shouldPrintOneJsonObjectForEveryReport() {
    create("nic0");
    for (String noun : new String[] {"stats", "rings", "regs", "connections"}) {
      ToolRun run = ToolRun.inProcess(noun, "show", "--json", "--dir", directory.toString());
      assertThat(run.status()).isZero();
      assertThat(JsonText.parse(run.out()).get("device").asString()).isEqualTo("nic0");
    }
    ToolRun stats = ToolRun.inProcess("stats", "show", "--json", "--dir", directory.toString());
    assertThat(JsonText.parse(stats.out()).get("counters").get("port_frames[port 0]").asLong())
        .isZero();
    ToolRun list = ToolRun.inProcess("device", "list", "--json", "--dir", directory.toString());
    assertThat(JsonText.parse(list.out()).get("devices").get(0).get("state").asString())
        .isEqualTo("stale");
  }

  private Path create(String name) {
    Path region = RegionDirectory.regionPath(directory, name);
    RegionFile.create(region, RegionSpec.defaults(name).withQueues(2, 16, 256)).close();
    return region;
  }
}
