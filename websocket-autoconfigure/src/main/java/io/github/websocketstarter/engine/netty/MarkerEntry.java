package io.github.websocketstarter.engine.netty;

/**
 * A place among what waits.
 *
 * @param completion told when all before it was sent
 */
record MarkerEntry(Completion completion) implements Backlog.Entry {

	@Override
	public int cost() {
		return 0;
	}

	@Override
	public boolean isDroppable() {
		return false;
	}

	@Override
	public void failed(Throwable cause) {
		this.completion.failed(cause);
	}

}
