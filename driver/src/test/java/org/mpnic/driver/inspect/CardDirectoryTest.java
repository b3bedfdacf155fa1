package org.mpnic.driver.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.AbiVersion;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.RegionHeaderLayout;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionException;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionSpec;
import org.mpnic.abi.region.Side;
import org.mpnic.abi.region.SideLock;

/** Cards in a directory: served, stale, of another version, unknown. */
class CardDirectoryTest {
  @TempDir private Path directory;

  @Test
  void shouldShowAServedCardWithItsProcess() {
    Path region = create("nic0");
    try (SideLock lock = SideLock.acquire(region, Side.DEVICE);
        RegionFile file = RegionFile.open(region)) {
      assertThat(lock.side()).isEqualTo(Side.DEVICE);
      file.attach(Side.DEVICE);
      file.register(RegisterTable.DEVICE_STATE, DeviceState.RUNNING.code());

      List<CardSummary> cards = CardDirectory.list(directory);

      assertThat(cards).hasSize(1);
      CardSummary card = cards.get(0);
      assertThat(card.name()).isEqualTo("nic0");
      assertThat(card.alive()).isTrue();
      assertThat(card.state()).isEqualTo("running");
      assertThat(card.devicePid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(card.hostPid()).isZero();
      assertThat(card.queues()).isEqualTo(2);
      assertThat(card.regionBytes()).isEqualTo(region.toFile().length());
    }
  }

  @Test
  void shouldShowAndRemoveAStaleCard() {
    Path region = create("nic1");

    assertThat(CardDirectory.find(directory, "nic1").state()).isEqualTo("stale");
    assertThat(CardDirectory.stop(directory, "nic1", 100)).isFalse();

    assertThat(region).doesNotExist();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void shouldShowAndRemoveACardOfAnotherVersion() throws IOException {
    Path region = create("nic2");
    try (RandomAccessFile file = new RandomAccessFile(region.toFile(), "rw")) {
      file.seek(RegionHeaderLayout.VERSION + 2);
      file.write(99);
    }

    CardSummary card = CardDirectory.find(directory, "nic2");
    assertThat(card.state()).isEqualTo("unusable");
    assertThat(card.problem())
        .contains("version 99." + AbiVersion.MINOR, "this program speaks 1." + AbiVersion.MINOR)
        .doesNotContain("\n");
    assertThatThrownBy(() -> CardView.open(directory, "nic2"))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("version 99." + AbiVersion.MINOR);

    assertThat(CardDirectory.stop(directory, "nic2", 100)).isFalse();
    assertThat(region).doesNotExist();
  }

  @Test
  void shouldNameTheCardsThatThereAreWhenOneIsUnknown() {
    create("nic3");

    assertThatThrownBy(() -> CardDirectory.find(directory, "nic4"))
        .isInstanceOf(RegionException.class)
        .hasMessage(
            "no device 'nic4' in "
                + directory
                + ": there is nic3: start one with mpnic device start --name nic4");
  }

  @Test
  void shouldEndTheProcessThatHoldsTheCard() throws Exception {
    Path region = create("nic5");
    Process holder = holdDeviceLock(region);
    try {
      assertThat(CardDirectory.find(directory, "nic5").devicePid()).isEqualTo(holder.pid());

      assertThat(CardDirectory.stop(directory, "nic5", 60_000)).isTrue();

      assertThat(holder.waitFor()).isNotZero();
      assertThat(region).doesNotExist();
    } finally {
      holder.destroyForcibly();
    }
  }

  /** Holds the lock in another process; a main class of its own, for want of a device here. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (SideLock lock = SideLock.acquire(Path.of(arguments[0]), Side.DEVICE)) {
        System.out.println(lock.side());
        Thread.sleep(60_000);
      }
    }
  }

  private static Process holdDeviceLock(Path region) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                region.toString())
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("DEVICE");
    return process;
  }

  private Path create(String name) {
    Path region = RegionDirectory.regionPath(directory, name);
    RegionFile.create(region, RegionSpec.defaults(name).withQueues(2, 16, 256)).close();
    assertThat(Files.exists(region)).isTrue();
    return region;
  }
}
