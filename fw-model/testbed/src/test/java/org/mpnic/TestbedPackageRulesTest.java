package org.mpnic;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The test bed knows the truth by itself: it sees neither the card nor the codecs that it tests.
 */
class TestbedPackageRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void shouldNotSeeTheCardOrItsDriver() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.mpnic.model..", "org.mpnic.firmware..", "org.mpnic.device..", "org.mpnic.driver..")
        .check(CLASSES);
  }

  @Test
  void shouldBeTheSameForTheSameSeed() {
    noClasses()
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(java.util.Random.class)
        .check(CLASSES);
  }
}
