package org.mpnic;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.region.RegionException;
import org.mpnic.abi.region.RegionSpec;

/**
 * What the packages of this module may see: the tool sees the driver, the driver sees the region,
 * nobody the card.
 */
class DriverPackageRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void shouldKeepTheCardOutOfThisModule() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.mpnic.model..",
            "org.mpnic.firmware..",
            "org.mpnic.device..",
            "org.mpnic.testbed..")
        .check(CLASSES);
  }

  @Test
  void shouldKeepTheToolOutOfTheDriver() {
    noClasses()
        .that()
        .resideInAPackage("org.mpnic.driver..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.mpnic.ctl..", "picocli..", "tools.jackson..")
        .check(CLASSES);
  }

  @Test
  void shouldLetTheToolUseTheDriverAndNamesOnly() {
    classes()
        .that()
        .resideInAPackage("org.mpnic.ctl..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "org.mpnic.ctl..",
                    "org.mpnic.driver..",
                    "org.mpnic.abi",
                    "org.mpnic.wire.capture",
                    "picocli..",
                    "tools.jackson..",
                    "com.fasterxml.jackson.annotation..",
                    "java..")
                .or(belongToAnyOf(RegionException.class, RegionSpec.class)))
        .check(CLASSES);
  }

  @Test
  void shouldLeaveStandardOutputToTheTool() {
    noClasses()
        .that()
        .resideInAPackage("org.mpnic.driver..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }
}
