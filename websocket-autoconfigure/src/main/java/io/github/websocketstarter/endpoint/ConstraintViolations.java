package io.github.websocketstarter.endpoint;

import java.util.Set;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.CollectionUtils;
import org.springframework.validation.method.MethodValidationException;

/**
 * Tells exceptions of an endpoint's own validation from those of what its methods call.
 */
final class ConstraintViolations {

	/** What the proxy of a validated bean throws, if it is there. */
	static final String NAME = "jakarta.validation.ConstraintViolationException";

	private static final boolean PRESENT = ClassUtils.isPresent(NAME, ConstraintViolations.class.getClassLoader());

	private ConstraintViolations() {
	}

	/**
	 * Return whether an endpoint was to be called with arguments that are not valid.
	 * @param error an exception
	 * @return whether it says so
	 */
	static boolean areOfArguments(Throwable error) {
		if (error instanceof MethodValidationException invalid) {
			return !invalid.isForReturnValue() && isEndpoint(invalid.getTarget().getClass());
		}
		return PRESENT && Jakarta.areOfArguments(error);
	}

	private static boolean isEndpoint(Class<?> type) {
		return AnnotatedElementUtils.hasAnnotation(ClassUtils.getUserClass(type), WebSocketEndpoint.class);
	}

	private static final class Jakarta {

		private Jakarta() {
		}

		static boolean areOfArguments(Throwable error) {
			if (!(error instanceof ConstraintViolationException invalid)) {
				return false;
			}
			@Nullable Set<ConstraintViolation<?>> violations = invalid.getConstraintViolations();
			return !CollectionUtils.isEmpty(violations) && violations.stream().allMatch(Jakarta::isOfArgument);
		}

		private static boolean isOfArgument(ConstraintViolation<?> violation) {
			if (!isEndpoint(violation.getRootBeanClass())) {
				return false;
			}
			for (Path.Node node : violation.getPropertyPath()) {
				if (node.getKind() == ElementKind.PARAMETER || node.getKind() == ElementKind.CROSS_PARAMETER) {
					return true;
				}
			}
			return false;
		}

	}

}
