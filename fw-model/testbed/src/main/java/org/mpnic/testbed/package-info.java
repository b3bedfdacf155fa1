/**
 * The world around the card, for tests: frames, conversations whose truth is known, shufflers.
 * Never sees the model. May import: org.mpnic.wire, the JDK.
 */
package org.mpnic.testbed;
