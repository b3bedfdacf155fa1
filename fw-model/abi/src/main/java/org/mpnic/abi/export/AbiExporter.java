package org.mpnic.abi.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the generated files of the host interface: run it from the repository's root. */
public final class AbiExporter {
  /** Command that renders the committed files anew, from the repository's root. */
  public static final String COMMAND =
      "mvn -q compile -pl fw-model/abi"
          + " && java -cp fw-model/abi/target/classes org.mpnic.abi.export.AbiExporter .";

  private AbiExporter() {}

  /** Contents of every generated file by its path from the repository's root. */
  public static Map<String, String> render() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("hdl-cosim/rtl/mpnic_abi_pkg.sv", new SystemVerilogRenderer().render());
    files.put("driver/include/mpnic_abi.h", new CHeaderRenderer().render());
    files.put("driver/REGISTERS.md", new RegisterPageRenderer().render());
    return files;
  }

  /** Writes the files under the repository root that the only argument names. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1 || !Files.exists(Path.of(arguments[0], "fw-model", "abi"))) {
      System.err.println("usage: AbiExporter ROOT, where ROOT/fw-model/abi exists");
      System.exit(2);
    }
    for (Map.Entry<String, String> file : render().entrySet()) {
      Path path = Path.of(arguments[0]).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
