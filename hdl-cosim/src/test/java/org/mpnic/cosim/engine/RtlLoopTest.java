package org.mpnic.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.cosim.RequiredTools;

/**
 * mpnic loop with both cards on RTL writes the same capture, byte for byte and with the same time
 * stamps, as with both on the Java model. Two large builds, so only with -Dcosim.long=true.
 */
@EnabledIfSystemProperty(named = "cosim.long", matches = "true")
class RtlLoopTest {
  private static final int MINUTES = 30;
  private static final List<String> SMALL =
      List.of(
          "--set=transmit.subflows=64",
          "--set=transmit.connections=64",
          "--set=subflows=256",
          "--set=connections=256",
          "--set=tokens=256",
          "--set=maxTcpOptions=8");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"--policy=round-robin", "--policy=redundant --no-checksum", "--version=0 --ip=6"})
  void shouldWriteTheSameCapture(String options) throws Exception {
    RequiredTools.needVerilator();
    Path java = loop("java", options);
    Path rtl = loop("rtl", options);
    assertThat(Files.size(java)).isGreaterThan(200_000);
    assertThat(Files.mismatch(java, rtl)).as("first byte that differs").isEqualTo(-1);
  }

  private Path loop(String engine, String options) throws Exception {
    Path capture = folder.resolve(engine + ".pcap");
    Path log = folder.resolve(engine + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.add("-Dmpnic.home=" + Path.of("..").toAbsolutePath().normalize());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.mpnic.ctl.Main"));
    command.addAll(List.of("loop", "--bytes=256KiB", "--devices=2", "--engine=" + engine));
    command.addAll(SMALL);
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("--dir=" + folder, "--pcap=" + capture));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroy();
    }
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    return capture;
  }
}
