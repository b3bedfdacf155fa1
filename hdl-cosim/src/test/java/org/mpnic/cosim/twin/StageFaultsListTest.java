package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The list of faults fits the stages and their sources; StageFaultsTest puts them in. */
class StageFaultsListTest {
  @Test
  void shouldHaveFaultsOfEveryStage() throws IOException {
    Set<String> stages = new HashSet<>();
    StageFaultsTest.all().forEach(fault -> stages.add(fault.stage()));
    assertThat(stages).containsAll(StageTwins.names());
  }

  @Test
  void shouldNameTextOfTheSources() throws IOException {
    for (StageFaultsTest.Fault fault : StageFaultsTest.all()) {
      String source = Files.readString(Path.of("rtl").resolve(fault.file()));
      assertThat(source).as(fault.toString()).contains(fault.right());
      assertThat(fault.wrong()).as(fault.toString()).isNotEqualTo(fault.right());
    }
  }
}
