/** What each metric says, as `/metrics` explains it. */
export const metrics = {
  'metric.greenroom_answers_total': 'Answers, by what became of them.',
  'metric.greenroom_answer_to_card_seconds': 'Time from submitting an answer to its card being posted.',
  'metric.greenroom_stage_seconds': 'Time that one stage of an answer took: transcribe, judge or deliver.',
  'metric.greenroom_jobs':
    'Jobs that wait or are being worked on, by queue; at most 10,000 of each are counted.',
  'metric.greenroom_oldest_job_seconds': 'How long the oldest job that is due has waited, by queue.',
  'metric.greenroom_job_failures_total': 'Jobs that failed: to be tried again, or for good.',
  'metric.greenroom_transcriber_objections_total':
    'Passages of a transcript that were refused because nobody can have said them.',
  'metric.greenroom_capture_received_ratio': 'Share of the sound of a spoken answer that arrived, 0 to 1.',
  'metric.greenroom_model_state': '1 for the state that the model of a task is in.',
  'metric.greenroom_platform_connected': '1 while the bot of a platform is connected.',
  'metric.greenroom_platform_errors_total': 'Messages that a platform did not take, by the kind of error.',
  'metric.greenroom_http_requests_total': 'Answered HTTP requests, by door and class of status.',
  'metric.greenroom_http_refused_total':
    'Requests that did not come from Slack, by what was wrong with them.',
} as const;
