package org.mpnic.cosim.lockstep;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.mpnic.ctl.UserError;

/**
 * Builds a shared library of one verilated stage, once: the library's name is a digest of
 * everything that goes into it.
 *
 * <p>Modules are found by their file's name, first in the user's folder, then in those of rtl.
 * Verilator's run time is compiled once for all stages.
 */
public final class VerilatedBuild {
  private static final List<String> FOLDERS = List.of("common", "table", "rx", "host", "tx", "top");
  private static final List<String> PACKAGES = List.of("mpnic_abi_pkg.sv", "mpnic_config_pkg.sv");
  private static final String SHIM = "shim.cpp";
  private static final String PRINT = "shim_print.h";

  private final Path rtl;
  private final Path own;
  private final Path cache;
  private final Path runtime;
  private final Purpose purpose;

  /** What a library is for. */
  private enum Purpose {
    /** Everything is checked: assertions, and what is not known is random. */
    CHECKED("-O2", "--assert", "unique"),

    /** The same, compiled in one piece and without optimisation. */
    QUICK("-O0", "--assert", "unique"),

    /** As fast as Verilator makes it: no assertions, what is not known is what is cheapest. */
    FAST("-O3", "--noassert", "fast");

    final String optimisation;
    final String assertions;
    final String unknown;

    Purpose(String optimisation, String assertions, String unknown) {
      this.optimisation = optimisation;
      this.assertions = assertions;
      this.unknown = unknown;
    }
  }

  /**
   * A build.
   *
   * @param home folder of hdl-cosim
   * @param own folder with a module in the place of ours, or null
   */
  public VerilatedBuild(Path home, Path own) {
    this(home, own, home.resolve("target/cosim"), Purpose.CHECKED);
  }

  private VerilatedBuild(Path home, Path own, Path cache, Purpose purpose) {
    this.rtl = home.resolve("rtl");
    this.own = own;
    this.cache = cache;
    this.runtime = home.resolve("target/cosim");
    this.purpose = purpose;
  }

  /**
   * A build for a short run: compiled without optimisation, and not kept.
   *
   * @param folder where the library goes, which the caller removes
   */
  public static VerilatedBuild quick(Path home, Path own, Path folder) {
    return new VerilatedBuild(home, own, folder, Purpose.QUICK);
  }

  /**
   * A build for measuring: Verilator's fastest code, compiled with -O3, without assertions.
   *
   * @param home folder of hdl-cosim
   */
  public static VerilatedBuild fast(Path home) {
    return new VerilatedBuild(home, null, home.resolve("target/cosim"), Purpose.FAST);
  }

  /**
   * The library of a stage; builds it when there is none of the same sources.
   *
   * @param traced with waveforms, which makes it some forty times slower
   */
  public Path library(StagePorts ports, boolean traced) {
    Path source = own == null ? null : own.resolve(ports.module() + ".sv");
    if (source != null && !Files.isReadable(source)) {
      throw new UserError(
          "no file " + source + ": --rtl names a folder with the module's source in it");
    }
    try {
      String name = ports.module() + "-" + digest(ports, traced);
      Path library = cache.resolve(name + ".so");
      if (!Files.exists(library)) {
        Files.createDirectories(cache);
        // A folder of its own: another process may be at the same build.
        Path folder = Files.createTempDirectory(cache, name + "-");
        build(ports, traced, folder, library);
      }
      return library;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void build(StagePorts ports, boolean traced, Path folder, Path library)
      throws IOException {
    Toolchain.missing()
        .ifPresent(
            line -> {
              throw new UserError(line);
            });
    Path top = folder.resolve("cosim_top.sv");
    Files.writeString(top, ports.wrapper());
    for (String file : List.of(SHIM, PRINT)) {
      try (InputStream in = VerilatedBuild.class.getResourceAsStream(file)) {
        Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("verilator", "--cc", "-O3", "-Wno-lint", "-Wno-style", "-Wno-WIDTHCONCAT"));
    command.add(purpose.assertions);
    command.addAll(List.of("--x-assign", purpose.unknown, "--x-initial", purpose.unknown));
    command.addAll(List.of("--top-module", "cosim_top", "--prefix", "Vtop"));
    if (purpose != Purpose.FAST) {
      command.addAll(List.of("--output-split", "20000", "--output-split-cfuncs", "500"));
    }
    command.addAll(List.of("-Mdir", folder.toString()));
    if (traced) {
      command.add("--trace-fst");
    }
    for (Path place : places()) {
      if (Files.isDirectory(place)) {
        command.addAll(List.of("-y", place.toString(), "-I" + place));
      }
    }
    PACKAGES.forEach(file -> command.add(rtl.resolve(file).toString()));
    command.add(top.toString());
    Toolchain.run(folder, command);
    compile(ports, traced, folder, library);
  }

  private void compile(StagePorts ports, boolean traced, Path folder, Path library)
      throws IOException {
    Path root = Path.of(Toolchain.run(folder, List.of("verilator", "--getenv", "VERILATOR_ROOT")));
    List<String> flags = new ArrayList<>();
    flags.addAll(List.of("-std=c++17", "-fPIC", "-DVL_USER_STOP", "-DVM_COVERAGE=0"));
    flags.addAll(List.of("-DVM_SC=0", "-DVM_TRACE=" + (traced ? 1 : 0)));
    flags.addAll(List.of("-DVM_TRACE_FST=" + (traced ? 1 : 0), "-w"));
    flags.addAll(List.of("-include", folder.resolve(PRINT).toString()));
    flags.addAll(List.of("-I" + root.resolve("include"), "-I" + root.resolve("include/vltstd")));
    flags.addAll(List.of("-I" + folder));
    flags.add("-DIN_WORDS=" + ports.inputWords());
    flags.add("-DOUT_WORDS=" + ports.outputWords());
    List<Path> sources;
    try (Stream<Path> files = Files.list(folder)) {
      sources = files.filter(f -> f.toString().endsWith(".cpp")).sorted().toList();
    }
    if (purpose == Purpose.QUICK) {
      sources = List.of(together(sources, folder));
    }
    List<String> command = new ArrayList<>(List.of("g++", "-shared", "-Wl,-Bsymbolic"));
    command.addAll(objects(sources, flags, folder));
    command.addAll(runtime(root, traced, flags, folder));
    Path unfinished = folder.resolve("unfinished.so");
    command.addAll(List.of("-pthread", "-o", unfinished.toString()));
    if (traced) {
      command.add("-lz");
    }
    Toolchain.run(folder, command);
    Files.move(unfinished, library, StandardCopyOption.REPLACE_EXISTING);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** One source of all: without optimisation most of the compiler's time goes into headers. */
  private static Path together(List<Path> sources, Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    sources.forEach(source -> text.append("#include \"").append(source).append("\"\n"));
    return Files.writeString(folder.resolve("together.cpp"), text);
  }

  /** Compiles the sources, as many at a time as there are processors. */
  private List<String> objects(List<Path> sources, List<String> flags, Path folder) {
    List<Callable<String>> tasks = new ArrayList<>();
    for (Path source : sources) {
      String object = source.toString().replaceAll("cpp$", "o");
      // What runs once, or only for waveforms, is not worth the compiler's time.
      boolean isSlow = source.toString().matches(".*__(Slow|Syms|Trace).*");
      List<String> command =
          new ArrayList<>(List.of("g++", isSlow ? "-O0" : purpose.optimisation, "-c"));
      command.addAll(flags);
      command.addAll(List.of(source.toString(), "-o", object));
      tasks.add(
          () -> {
            Toolchain.run(folder, command);
            return object;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<String> objects = new ArrayList<>();
      for (Future<String> object : pool.invokeAll(tasks)) {
        objects.add(object.get());
      }
      return objects;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UserError("g++ was interrupted", interrupted);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof UserError error
          ? error
          : new IllegalStateException(failure.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private List<String> runtime(Path root, boolean traced, List<String> flags, Path folder)
      throws IOException {
    List<String> names = new ArrayList<>(List.of("verilated", "verilated_threads"));
    if (traced) {
      names.add("verilated_fst_c");
    }
    Path place = Files.createDirectories(runtime.resolve(traced ? "runtime-traced" : "runtime"));
    List<String> objects = new ArrayList<>();
    for (String name : names) {
      Path source = root.resolve("include/" + name + ".cpp");
      Path object = place.resolve(name + ".o");
      if (!Files.exists(object)) {
        Path unfinished = folder.resolve(name + ".o");
        List<String> command = new ArrayList<>(List.of("g++", "-O2", "-c"));
        command.addAll(flags);
        command.addAll(List.of(source.toString(), "-o", unfinished.toString()));
        Toolchain.run(folder, command);
        Files.move(unfinished, object, StandardCopyOption.REPLACE_EXISTING);
      }
      objects.add(object.toString());
    }
    return objects;
  }

  private List<Path> places() {
    List<Path> places = new ArrayList<>();
    if (own != null) {
      places.add(own);
    }
    FOLDERS.forEach(folder -> places.add(rtl.resolve(folder)));
    return places;
  }

  private String digest(StagePorts ports, boolean traced) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((ports.wrapper() + traced + purpose).getBytes(StandardCharsets.UTF_8));
      for (String file : List.of(SHIM, PRINT)) {
        try (InputStream in = VerilatedBuild.class.getResourceAsStream(file)) {
          digest.update(in.readAllBytes());
        }
      }
      for (String file : PACKAGES) {
        digest.update(Files.readAllBytes(rtl.resolve(file)));
      }
      for (Path file : sources(ports)) {
        digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Files that a stage is made of: its own, and every one that is named in one of them. */
  private Collection<Path> sources(StagePorts ports) throws IOException {
    Map<String, Path> known = new TreeMap<>();
    for (Path place : places()) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.list(place)) {
          files
              .filter(file -> file.toString().matches(".*\\.svh?"))
              .forEach(file -> known.putIfAbsent(nameOf(file), file));
        }
      }
    }
    Map<String, Path> used = new TreeMap<>();
    Deque<String> texts = new ArrayDeque<>(List.of(ports.wrapper()));
    while (!texts.isEmpty()) {
      for (String word : texts.remove().split("\\W+")) {
        Path file = known.get(word);
        if (file != null && used.putIfAbsent(word, file) == null) {
          texts.add(Files.readString(file));
        }
      }
    }
    return used.values();
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replaceAll("\\.svh?$", "");
  }
}
