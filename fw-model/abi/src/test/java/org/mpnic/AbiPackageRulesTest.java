package org.mpnic;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the packages of this module may see of each other. */
class AbiPackageRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void shouldKeepWireFreeOfTheAbi() {
    noClasses()
        .that()
        .resideInAPackage("org.mpnic.wire..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.mpnic.abi..")
        .check(CLASSES);
  }

  @Test
  void shouldKeepTablesFreeOfTheRegionAndOfWire() {
    noClasses()
        .that()
        .resideInAPackage("org.mpnic.abi")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.mpnic.abi.region..", "org.mpnic.wire..")
        .check(CLASSES);
  }

  @Test
  void shouldKeepFilesAndThreadsOutOfTheCodecs() {
    noClasses()
        .that()
        .resideInAnyPackage("org.mpnic.wire", "org.mpnic.wire.mptcp")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.time..",
            "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, Runtime.class, Process.class)
        .check(CLASSES);
  }

  @Test
  void shouldKeepTheHigherLayersOutWhenWireIsUsedAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.mpnic.wire")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.mpnic.wire.mptcp..", "org.mpnic.wire.capture..")
        .check(CLASSES);
  }
}
