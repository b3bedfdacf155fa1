package org.mpnic.device;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.NicConfigBuilder;

/** Parameters of the card by name, as a command line gives them: name=value. */
public final class ConfigSettings {
  private ConfigSettings() {}

  /**
   * Sets one parameter.
   *
   * @throws IllegalArgumentException if there is no such parameter, or the value is no number
   */
  public static void apply(NicConfigBuilder builder, String name, String value) {
    Method setter =
        Arrays.stream(NicConfigBuilder.class.getMethods())
            .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no parameter " + name + ", choose one of " + names()));
    try {
      setter.invoke(builder, parse(setter.getParameterTypes()[0], value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is " + value + ", it must be a whole number", e);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(name + " cannot be set to " + value, e);
    }
  }

  private static Object parse(Class<?> type, String value) {
    if (type == int.class) {
      return Integer.decode(value);
    }
    return type == long.class ? Long.decode(value) : value;
  }

  private static String names() {
    return Arrays.stream(NicConfig.class.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", "));
  }
}
