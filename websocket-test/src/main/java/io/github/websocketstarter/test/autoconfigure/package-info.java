/**
 * The test client as a bean.
 */
@NullMarked
package io.github.websocketstarter.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
