/**
 * Campaigns of whole cards: device, rings, driver and streams, against captures and conversations
 * whose truth is known. Short by default; system property mpnic.campaign=long makes them long.
 */
package org.mpnic.driver.acceptance;
