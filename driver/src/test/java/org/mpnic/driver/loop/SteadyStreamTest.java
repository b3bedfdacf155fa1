package org.mpnic.driver.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.device.DeviceOptions;
import org.mpnic.device.EmbeddedDevice;
import org.mpnic.device.Engines;
import org.mpnic.driver.Nic;
import org.mpnic.model.config.NicConfig;

/** The stream of the transmit benchmark, through a card in this process. */
class SteadyStreamTest {
  private static final int BYTES = 3_000_001;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(names = {"ROUND_ROBIN", "REDUNDANT"})
  void shouldSendEveryByteAndCountIt(SchedulePolicy policy) throws Exception {
    DeviceOptions options =
        new DeviceOptions(
            "steady",
            directory,
            NicConfig.DEFAULT,
            "java",
            Engines.captureFirmware(),
            DeviceOptions.DEFAULT_BATCH_FRAMES,
            false);
    LoopPlan plan = new LoopPlan(1, 1, 2, 2, true, 1, policy, false, 1518, 1);
    EmbeddedDevice device = EmbeddedDevice.start(options);
    try (Nic nic = Nic.open("steady", directory)) {
      SteadyStream earlier = new SteadyStream(nic, plan);
      earlier.send(BYTES);
      earlier.check();
      nic.admin().reset();

      SentFrames before = SentFrames.of(nic, 2);
      SteadyStream stream = new SteadyStream(nic, plan);
      stream.send(BYTES);
      stream.check();
      stream.send(BYTES);
      stream.check();

      SentFrames sent = SentFrames.of(nic, 2).since(before);
      long copies = policy == SchedulePolicy.REDUNDANT ? 2 : 1;
      // Ethernet, IPv4, TCP, time stamps, DSS.
      assertThat(sent.payloadBytes(14 + 20 + 20 + 12 + 24)).isEqualTo(2L * BYTES * copies);
      assertThat(sent.frames(0)).isPositive();
      assertThat(sent.frames(1)).isPositive();
    } finally {
      device.close();
    }
  }
}
