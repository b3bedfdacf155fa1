package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the tool printed with --json. */
final class JsonText {
  private JsonText() {}

  /** The one object of a document. */
  static JsonNode parse(String text) {
    JsonNode node = JsonMapper.builder().build().readTree(text);
    assertThat(node.isObject()).isTrue();
    return node;
  }
}
