package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.driver.Nic;
import org.mpnic.driver.inspect.CardDirectory;
import tools.jackson.databind.JsonNode;

/** A card that stays: started, used from another process, looked at, reset, stopped. */
class DeviceCommandTest {
  @TempDir private Path shared;

  @BeforeEach
  void startCard() {
    ToolRun run = tool("device", "start", "--name", "nic0", "--queues", "4");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).matches("nic0: started \\(process \\d+\\)\n");
  }

  @AfterEach
  void stopCard() {
    if (Files.exists(shared.resolve("mpnic-nic0"))) {
      assertThat(tool("device", "stop", "nic0").status()).isZero();
    }
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  void shouldServeReplaysOneAfterTheOther() {
    JsonNode first = JsonText.parse(tool(replay()).out());
    JsonNode second = JsonText.parse(tool(replay()).out());

    assertThat(first.get("streams").get(0).get("bytes").asLong()).isEqualTo(200_000);
    for (String key : new String[] {"streams", "cycles", "frames", "slowPathFrames", "drops"}) {
      assertThat(second.get(key)).as(key).isEqualTo(first.get(key));
    }
    JsonNode stats = JsonText.parse(tool("stats", "show", "--json").out());
    assertThat(stats.get("counters").get("port_frames[port 0]").asLong()).isEqualTo(275);
    JsonNode connections = JsonText.parse(tool("connections", "show", "--json").out());
    assertThat(connections.get("connections").size()).isEqualTo(2);
    assertThat(connections.toString()).contains("209a6593", "93147e76");
  }

  @Test
  void shouldShowItselfAndGoBackToTheStart() {
    tool(replay());
    assertThat(tool("device", "list").out()).contains("nic0  idle");
    assertThat(tool("device", "show", "nic0").out()).contains("queues      4 of 2048 buffers");
    assertThat(tool("regs", "show").out()).containsPattern("completed_cycle +[1-9]");

    ToolRun reset = tool("device", "reset", "nic0");

    assertThat(reset.err()).isEmpty();
    assertThat(reset.status()).isZero();
    JsonNode stats = JsonText.parse(tool("stats", "show", "--json").out());
    assertThat(stats.get("counters").get("port_frames[port 0]").asLong()).isZero();
  }

  @Test
  void shouldRefuseASecondHostWithTheFirstOnesProcess() {
    try (Nic first = Nic.open("nic0", shared)) {
      ToolRun run = tool(replay());

      assertThat(first.queueCount()).isEqualTo(4);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.errLines()).hasSize(1);
      assertThat(run.err()).contains("taken by process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void shouldRefuseASecondDeviceOfTheName() {
    ToolRun run = tool("device", "start", "--name", "nic0");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err())
        .matches(
            "mpnic: device 'nic0' runs already, process \\d+: stop it, or choose another name\n");
  }

  @Test
  void shouldRefuseOptionsThatARunningCardCannotFollow() {
    ToolRun run = tool("replay", Captures.BASIC.toString(), "-d", "nic0", "--queues", "5");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("mpnic: --queues 5: device 'nic0' has 4: ");
  }

  @Test
  void shouldShowAKilledCardAsStaleAndRefuseToUseIt() throws Exception {
    long pid = CardDirectory.find(shared, "nic0").devicePid();
    ProcessHandle device = ProcessHandle.of(pid).orElseThrow();
    device.destroyForcibly();
    device.onExit().get();

    assertThat(tool("device", "list").out()).contains("nic0  stale");
    ToolRun run = tool(replay());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("no device process serves 'nic0'", "mpnic device start");
    assertThat(tool("device", "stop", "nic0").out()).isEqualTo("nic0: stale region removed\n");
  }

  private static String[] replay() {
    return new String[] {"replay", Captures.BASIC.toString(), "-d", "nic0", "--json"};
  }

  private ToolRun tool(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--dir";
    all[arguments.length + 1] = shared.toString();
    return ToolRun.inProcess(all);
  }

  /** The folder of the cards may come from the environment, too. */
  @Test
  void shouldFindTheFolderInTheEnvironment() throws Exception {
    ToolRun run = ToolRun.launched(Map.of("MPNIC_DIR", shared.toString()), "device", "list");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("nic0  idle");
  }
}
