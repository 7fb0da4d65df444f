package io.github.websocketstarter.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Where the value of a parameter comes from.
 */
interface Argument {

	/**
	 * Return the value for a call.
	 * @param call the call
	 * @return the value
	 * @throws Exception if there is no valid one
	 */
	@Nullable Object of(Call call) throws Exception;

}
