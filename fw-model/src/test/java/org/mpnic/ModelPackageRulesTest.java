package org.mpnic;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What the packages of this module may see: the datapath knows bytes and cycles, the device alone
 * knows the world.
 */
class ModelPackageRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void shouldKeepFilesThreadsAndTimeOutOfModelAndFirmware() {
    noClasses()
        .that()
        .resideInAnyPackage("org.mpnic.model..", "org.mpnic.firmware..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio..",
            "java.net..",
            "java.time..",
            "java.util.concurrent..",
            "com.sun.jna..",
            "net.openhft..",
            "org.slf4j..",
            "picocli..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, Runtime.class, Process.class)
        .check(CLASSES);
  }

  @Test
  void shouldKeepTheClockAndChanceOutOfModelAndFirmware() {
    noClasses()
        .that()
        .resideInAnyPackage("org.mpnic.model..", "org.mpnic.firmware..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Object.class, "wait")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.util.Random.class, java.util.SplittableRandom.class)
        .check(CLASSES);
  }

  @Test
  void shouldKeepTheDeviceOutOfModelAndFirmware() {
    noClasses()
        .that()
        .resideInAnyPackage("org.mpnic.model..", "org.mpnic.firmware..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.mpnic.device..", "org.mpnic.abi.region..", "org.mpnic.wire.capture..")
        .check(CLASSES);
  }

  @Test
  void shouldBuildCellsAndConfigurationOnNothing() {
    noClasses()
        .that()
        .resideInAnyPackage("org.mpnic.model.cell..", "org.mpnic.model.config..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.mpnic.model.rx..",
            "org.mpnic.model.tx..",
            "org.mpnic.model.host..",
            "org.mpnic.model.table..",
            "org.mpnic.model.top..",
            "org.mpnic.firmware..")
        .check(CLASSES);
  }

  /** Of the top, stages know the words and interfaces, not what wires the stages together. */
  @Test
  void shouldKeepStagesFreeOfTheirWiring() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.mpnic.model.rx..", "org.mpnic.model.host..", "org.mpnic.model.table..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("org\\.mpnic\\.model\\.top\\.(Rx|HeaderPipeline|Firmware).*")
        .check(CLASSES);
  }
}
