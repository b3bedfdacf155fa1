package org.mpnic.abi.region;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Where regions live: file mpnic-NAME, lock file mpnic-NAME.lock, in one directory. */
public final class RegionDirectory {
  /** Directory when neither option nor environment names one. */
  public static final String DEFAULT = "/dev/shm";

  /** Environment variable that names the directory. */
  public static final String VARIABLE = "MPNIC_DIR";

  private static final String PREFIX = "mpnic-";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,48}");

  private RegionDirectory() {}

  /** The directory: the option if not null, else the environment's, else /dev/shm. */
  public static Path resolve(String option) {
    if (option != null) {
      return Path.of(option);
    }
    String environment = System.getenv(VARIABLE);
    return Path.of(environment == null || environment.isEmpty() ? DEFAULT : environment);
  }

  /** Region file of a device; RegionException if the name is not allowed. */
  public static Path regionPath(Path directory, String name) {
    try {
      checkName(name);
    } catch (IllegalArgumentException e) {
      throw new RegionException(e.getMessage(), e);
    }
    return directory.resolve(PREFIX + name);
  }

  /** Lock file beside a region file. */
  public static Path lockPath(Path region) {
    return region.resolveSibling(region.getFileName() + ".lock");
  }

  /** Names of the regions in the directory, sorted; stale ones included. */
  public static List<String> list(Path directory) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path file : files) {
        String name = file.getFileName().toString().substring(PREFIX.length());
        if (NAME.matcher(name).matches() && Files.isRegularFile(file)) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      throw new RegionException(
          "cannot list " + directory + ": " + FileErrors.text(e) + ": choose another with --dir",
          e);
    }
    Collections.sort(names);
    return names;
  }

  /** Throws IllegalArgumentException unless it is 1 to 48 letters, digits, '-' or '_'. */
  static void checkName(String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "device name '" + name + "' is not 1 to 48 letters, digits, '-' or '_'");
    }
  }
}
