package org.mpnic.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.AdminCommand;
import org.mpnic.model.config.NicConfig;

/** A device in this process, driven over its region. */
class EmbeddedDeviceTest {
  @TempDir Path folder;

  @Test
  void shouldDeliverEveryFrameWhenCaptureIsReplayed() throws Exception {
    Path capture = capture("v4-csum1-offload_off-basic.pcap");
    try (EmbeddedDevice device = EmbeddedDevice.start(options("t0", 64));
        TestHost host = new TestHost(folder.resolve("mpnic-t0"))) {
      assertThat(device.isRunning()).isTrue();
      host.reset();
      host.load(capture, -1, 0, null).orThrow();
      host.execute(AdminCommand.CAPTURE_START, 0, new byte[0]).orThrow();
      long[] frames = new long[1];
      long[] done =
          host.receive((queue, completion) -> frames[0] += completion.bufferCount() > 0 ? 1 : 0);
      assertThat(frames[0]).isEqualTo(done[0]).isPositive();
    }
  }

  private Path capture(String name) throws Exception {
    Path file = folder.resolve(name);
    try (InputStream in =
        EmbeddedDeviceTest.class.getResourceAsStream("/org/mpnic/testbed/captures/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  private DeviceOptions options(String name, int batchFrames) {
    return new DeviceOptions(
        name, folder, NicConfig.DEFAULT, "java", Engines.captureFirmware(), batchFrames, false);
  }
}
