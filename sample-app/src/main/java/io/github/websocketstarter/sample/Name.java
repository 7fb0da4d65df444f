package io.github.websocketstarter.sample;

import org.springframework.util.Assert;

/**
 * The name of somebody in a {@link Chat}. One that is refused is a bad request.
 */
record Name(String text) {

	public Name {
		Assert.isTrue(text.matches("[\\p{L}\\p{N}]{1,20}"), "A name is 1 to 20 letters and digits");
	}

}
