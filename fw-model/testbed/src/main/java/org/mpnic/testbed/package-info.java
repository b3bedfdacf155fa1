/**
 * The world around the card, for tests: conversations whose truth is known. Never sees the model.
 */
package org.mpnic.testbed;
