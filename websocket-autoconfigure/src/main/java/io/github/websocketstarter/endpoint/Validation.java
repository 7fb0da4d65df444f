package io.github.websocketstarter.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Conventions;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.Assert;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.annotation.ValidationAnnotationUtils;
import org.springframework.web.bind.MethodArgumentNotValidException;

/**
 * Checks the payloads of one parameter. Immutable.
 */
final class Validation {

	private static final String CONSTRAINT = "jakarta.validation.Constraint";

	private final MethodParameter parameter;

	// Null if nothing is checked.
	private final @Nullable Validator validator;

	private final Object[] hints;

	private Validation(MethodParameter parameter, @Nullable Validator validator, Object[] hints) {
		this.parameter = parameter;
		this.validator = validator;
		this.hints = hints;
	}

	/**
	 * Return the validation that a parameter's annotations ask for.
	 * @param method the parameter's method
	 * @param parameter the parameter
	 * @param type the type of the payload
	 * @param validator the application's validator, if any
	 * @return the validation
	 * @throws InvalidMethodException if one is asked for that would never find anything
	 */
	static Validation of(Method method, MethodParameter parameter, ResolvableType type, @Nullable Validator validator) {
		requireNoConstraint(method, parameter);
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			@Nullable Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				return new Validation(parameter, require(method, type, validator), hints);
			}
		}
		return new Validation(parameter, null, new Object[0]);
	}

	private static Validator require(Method method, ResolvableType type, @Nullable Validator validator) {
		Class<?> payload = type.toClass();
		if (Iterable.class.isAssignableFrom(payload) || Map.class.isAssignableFrom(payload) || payload.isArray()) {
			throw new InvalidMethodException(method,
					"wants a payload of type " + type + " to be validated, but not its elements would be",
					"Let the payload be a record with the elements as its property, annotated with @Valid.");
		}
		if (validator == null || !validator.supports(payload)) {
			throw new InvalidMethodException(method,
					"wants its payload to be validated, but there is no validator for " + type,
					"Add the dependency spring-boot-starter-validation, or remove @Valid.");
		}
		return validator;
	}

	// A constraint of the parameter itself is checked by the proxy of a validated bean,
	// and by nobody else.
	private static void requireNoConstraint(Method method, MethodParameter parameter) {
		if (AnnotatedElementUtils.hasAnnotation(parameter.getContainingClass(), Validated.class)) {
			return;
		}
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			if (MergedAnnotations.from(annotation.annotationType()).isPresent(CONSTRAINT)) {
				throw new InvalidMethodException(method,
						"has @" + annotation.annotationType().getSimpleName()
								+ " on its payload, which nobody checks there",
						"Annotate the class with @Validated, or let the payload be a record with the constraint on "
								+ "its property, annotated with @Valid.");
			}
		}
	}

	/**
	 * Check a payload.
	 * @param payload the payload
	 * @return the payload
	 * @throws MethodArgumentNotValidException if it is not valid
	 */
	Object check(@Nullable Object payload) throws MethodArgumentNotValidException {
		Assert.state(payload != null, "There is no payload");
		if (this.validator == null) {
			return payload;
		}
		BeanPropertyBindingResult errors = new BeanPropertyBindingResult(payload, Conventions.getVariableName(payload));
		if (this.validator instanceof SmartValidator smart) {
			smart.validate(payload, errors, this.hints);
		}
		else {
			this.validator.validate(payload, errors);
		}
		if (errors.hasErrors()) {
			throw new MethodArgumentNotValidException(this.parameter, errors);
		}
		return payload;
	}

}
