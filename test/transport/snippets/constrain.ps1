$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
