/**
 * Real captures that come with the test bed. May import: org.mpnic.testbed, org.mpnic.testbed.raw,
 * the JDK.
 */
package org.mpnic.testbed.data;
