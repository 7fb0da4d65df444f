/**
 * Tests of the test client and the test slice against a running application.
 */
@NullMarked
package io.github.websocketstarter.testclient;

import org.jspecify.annotations.NullMarked;
